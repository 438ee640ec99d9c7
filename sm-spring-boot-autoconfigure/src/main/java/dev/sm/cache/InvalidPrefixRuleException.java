package dev.sm.cache;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A rule names a pool that there is not.
 */
@SuppressWarnings("serial")
public class InvalidPrefixRuleException extends IllegalArgumentException {

	private final @Nullable String rule;

	InvalidPrefixRuleException(@Nullable PrefixRule rule, String pool, Set<String> known) {
		super(((rule != null) ? rule.shown() + " names pool '" : "the default pool of the rules is '") + pool
				+ "', which is not configured; there are " + String.join(", ", known));
		this.rule = (rule != null) ? rule.name() : null;
	}

	/**
	 * The rule.
	 * @return its name, or {@code null} if it is the default pool that there is not
	 */
	public @Nullable String getRule() {
		return this.rule;
	}

}
