package dev.sm.cache;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Which pool a key belongs to: that of the rule with the longest prefix that the key
 * begins with, else the default one. The order of rules means nothing. Immutable.
 */
public final class PrefixRules {

	private final String defaultPool;

	private final NavigableMap<String, Known> byPrefix = new TreeMap<>();

	private PrefixRules(String defaultPool, Collection<PrefixRule> rules) {
		this.defaultPool = defaultPool;
		NavigableMap<String, PrefixRule> sorted = new TreeMap<>();
		Set<String> names = new TreeSet<>();
		for (PrefixRule rule : rules) {
			PrefixRule same = sorted.put(rule.prefix(), rule);
			if (same != null) {
				throw new IllegalArgumentException("the rules '" + same.name() + "' and '" + rule.name()
						+ "' have the same prefix '" + PoolKeys.shown(rule.prefix()) + "'");
			}
			if (!names.add(rule.name())) {
				throw new IllegalArgumentException("there are two rules named '" + rule.name() + "'");
			}
		}
		// in this order a rule that is more general stands before those below it
		sorted.forEach((prefix, rule) -> this.byPrefix.put(prefix, new Known(rule, known(prefix))));
	}

	/**
	 * Makes rules.
	 * @param defaultPool the pool of keys that no rule is for
	 * @param rules the rules, in any order
	 * @return the rules
	 * @throws IllegalArgumentException if two have the same prefix or name
	 */
	public static PrefixRules of(String defaultPool, Collection<PrefixRule> rules) {
		if (defaultPool.isBlank()) {
			throw new IllegalArgumentException("the default pool must be named (was empty)");
		}
		return new PrefixRules(defaultPool, rules);
	}

	/**
	 * Finds the rule that a key is under.
	 * @param key the user's key
	 * @return the rule with the longest prefix, or {@code null} if no rule is for the key
	 */
	public @Nullable PrefixRule ruleOf(String key) {
		Known known = known(key);
		return (known != null) ? known.rule() : null;
	}

	/**
	 * Whatever stands between a rule's prefix and a key that begins with it, in their
	 * order, begins with that prefix too; so the rule is the nearest one below the key,
	 * or one that the nearest one is under.
	 */
	private @Nullable Known known(String key) {
		NavigableMap.Entry<String, Known> nearest = this.byPrefix.floorEntry(key);
		Known known = (nearest != null) ? nearest.getValue() : null;
		while (known != null && !key.startsWith(known.rule().prefix())) {
			known = known.above();
		}
		return known;
	}

	/**
	 * Finds the pool that a key belongs to.
	 * @param key the user's key
	 * @return the name of the pool
	 */
	public String poolOf(String key) {
		PrefixRule rule = ruleOf(key);
		return (rule != null) ? rule.pool() : this.defaultPool;
	}

	/** The pools that keys with a prefix may belong to. */
	Set<String> poolsBelow(String prefix) {
		Set<String> pools = new TreeSet<>();
		pools.add(poolOf(prefix));
		for (String longer : this.byPrefix.tailMap(prefix, false).keySet()) {
			if (!longer.startsWith(prefix)) {
				break;
			}
			pools.add(Objects.requireNonNull(this.byPrefix.get(longer)).rule().pool());
		}
		return pools;
	}

	/**
	 * The pool of keys that no rule is for.
	 * @return its name
	 */
	public String defaultPool() {
		return this.defaultPool;
	}

	/**
	 * The rules.
	 * @return the rules in the order of their prefixes
	 */
	public List<PrefixRule> rules() {
		return this.byPrefix.values().stream().map(Known::rule).toList();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PrefixRules that && this.defaultPool.equals(that.defaultPool)
				&& rules().equals(that.rules());
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.defaultPool, rules());
	}

	@Override
	public String toString() {
		return "PrefixRules[default " + this.defaultPool + ", " + rules() + "]";
	}

	/**
	 * A rule among others.
	 *
	 * @param rule the rule
	 * @param above the one with the next longest prefix of its prefix
	 */
	private record Known(PrefixRule rule, @Nullable Known above) {

	}

}
