package dev.sm.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.sm.cache.PrefixRule;
import dev.sm.cache.PrefixRules;
import org.jspecify.annotations.Nullable;

/** Makes rules for keys of their properties. */
final class PrefixRulesMapper {

	static final String PREFIX = "sm.cache.prefixes.";

	private PrefixRulesMapper() {
	}

	/**
	 * Makes the rules.
	 * @param pools the names of the pools that there are
	 * @return the rules, or {@code null} if none are configured
	 * @throws InvalidPropertyException if they cannot be
	 */
	static @Nullable PrefixRules map(CacheProperties.Prefixes prefixes, Collection<String> pools) {
		if (prefixes.rules().isEmpty() && prefixes.defaultPool() == null) {
			return null;
		}
		List<PrefixRule> rules = new ArrayList<>();
		Map<String, String> keys = new HashMap<>();
		prefixes.rules().forEach((name, rule) -> {
			String key = PREFIX + "rules." + name;
			PrefixRule mapped = rule(key, name, rule, pools);
			String same = keys.put(mapped.prefix(), key);
			if (same != null) {
				throw new InvalidPropertyException(key + ".prefix",
						"'" + same + ".prefix' and '" + key + ".prefix' are the same: '" + mapped.prefix() + "'.",
						"Remove one of the two rules, or change its 'prefix'.");
			}
			rules.add(mapped);
		});
		return PrefixRules.of(defaultPool(prefixes.defaultPool(), pools), rules);
	}

	private static PrefixRule rule(String key, String name, CacheProperties.Rule rule, Collection<String> pools) {
		String prefix = (rule.prefix() != null) ? rule.prefix() : "";
		if (prefix.isEmpty() || prefix.length() > PrefixRule.MAX_PREFIX) {
			throw InvalidPropertyException.of(key + ".prefix",
					(rule.prefix() != null) ? prefix.length() + " characters" : null, "1 to " + PrefixRule.MAX_PREFIX
							+ " characters; what no rule is for goes to '" + PREFIX + "default-pool'");
		}
		return new PrefixRule(name, prefix, known(key + ".pool", rule.pool(), pools));
	}

	private static String defaultPool(@Nullable String configured, Collection<String> pools) {
		if (configured == null && pools.contains(UnconfiguredPool.NAME)) {
			return UnconfiguredPool.NAME;
		}
		if (configured == null && pools.size() == 1) {
			return pools.iterator().next();
		}
		return known(PREFIX + "default-pool", configured, pools);
	}

	private static String known(String key, @Nullable String pool, Collection<String> pools) {
		if (pool == null || !pools.contains(pool)) {
			throw InvalidPropertyException.of(key, pool,
					"the name of a pool: " + String.join(", ", new TreeSet<>(pools)));
		}
		return pool;
	}

}
