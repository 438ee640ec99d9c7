package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Rules with the pools that they name. Immutable.
 */
final class PrefixRoutes {

	private final PrefixRules rules;

	private final Map<String, Route> byRule = new LinkedHashMap<>();

	private final Map<String, Route> byPool = new LinkedHashMap<>();

	private final Route others;

	/**
	 * Finds the pools.
	 * @throws InvalidPrefixRuleException if one does not exist
	 */
	PrefixRoutes(PrefixRules rules, Map<String, Pool> pools) {
		this.rules = rules;
		this.others = route(null, rules.defaultPool(), pools);
		this.byPool.put(rules.defaultPool(), this.others);
		for (PrefixRule rule : rules.rules()) {
			Route route = route(rule, rule.pool(), pools);
			this.byRule.put(rule.name(), route);
			this.byPool.putIfAbsent(rule.pool(), route);
		}
	}

	/**
	 * Demands that all pools exist.
	 * @throws InvalidPrefixRuleException if one does not
	 */
	static void check(PrefixRules rules, Set<String> pools) {
		if (!pools.contains(rules.defaultPool())) {
			throw new InvalidPrefixRuleException(null, rules.defaultPool(), new TreeSet<>(pools));
		}
		for (PrefixRule rule : rules.rules()) {
			if (!pools.contains(rule.pool())) {
				throw new InvalidPrefixRuleException(rule, rule.pool(), new TreeSet<>(pools));
			}
		}
	}

	private static Route route(@Nullable PrefixRule rule, String name, Map<String, Pool> pools) {
		Pool pool = pools.get(name);
		if (pool == null) {
			throw new InvalidPrefixRuleException(rule, name, new TreeSet<>(pools.keySet()));
		}
		Requests requests = pool.requests().by((rule != null) ? rule.shown() : "no rule");
		return new Route(rule, pool, new BlockingOperations(pool, requests));
	}

	PrefixRules rules() {
		return this.rules;
	}

	/** Where a key goes. */
	Route of(@Nullable String key) {
		if (key == null) {
			throw new IllegalArgumentException("'key' must not be null");
		}
		PrefixRule rule = this.rules.ruleOf(key);
		return (rule != null) ? Objects.requireNonNull(this.byRule.get(rule.name())) : this.others;
	}

	/** Some way to a pool. */
	Route toPool(String pool) {
		return Objects.requireNonNull(this.byPool.get(pool));
	}

	/**
	 * Where keys go.
	 *
	 * @param rule by which rule, or {@code null} if by none
	 * @param pool to which pool
	 * @param operations its verbs, whose failures name the rule
	 */
	record Route(@Nullable PrefixRule rule, Pool pool, BlockingOperations operations) {

	}

}
