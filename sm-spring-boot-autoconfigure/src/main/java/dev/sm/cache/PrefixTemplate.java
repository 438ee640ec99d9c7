package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations of several pools in one: each key goes to the pool that
 * {@link PrefixRules} name, and what concerns several keys is split. Made by
 * {@link Pools}. Thread-safe.
 */
public final class PrefixTemplate extends PrefixOperations {

	private static final Logger logger = LoggerFactory.getLogger(PrefixTemplate.class);

	private final Current current;

	private final Map<String, Pool> pools;

	PrefixTemplate(PrefixRules rules, Map<String, Pool> pools) {
		this(new Current(new PrefixRoutes(rules, pools)), pools);
	}

	private PrefixTemplate(Current current, Map<String, Pool> pools) {
		super(current, null);
		this.current = current;
		this.pools = pools;
	}

	/**
	 * The rules that count now.
	 * @return the rules
	 */
	public PrefixRules rules() {
		return this.current.get().rules();
	}

	/**
	 * Explains where a key goes.
	 * @param key the key
	 * @return its placement, with the pool and the rule
	 */
	public Placement explain(String key) {
		PrefixRoutes.Route route = this.current.get().of(key);
		Placement there = new ShardedTemplate(route.pool()).explain(key);
		Map<String, Object> why = new LinkedHashMap<>();
		PrefixRule rule = route.rule();
		why.put("pool", route.pool().name());
		why.put("rule", (rule != null) ? rule.name() : "");
		why.put("prefix", (rule != null) ? rule.prefix() : "");
		why.putAll(there.why());
		return new Placement(key, there.node(), there.nodes(), why);
	}

	/** Lets other rules count, for operations that begin from here on. */
	void rules(PrefixRules next) {
		PrefixRules before = rules();
		if (!next.equals(before)) {
			this.current.routes = new PrefixRoutes(next, this.pools);
			logger.warn("Other rules count for keys from now on: {} instead of {}. Keys that have come to another pool"
					+ " are missing there until they are written", next, before);
		}
	}

	@Override
	public String toString() {
		return "PrefixTemplate[" + rules() + "]";
	}

	/** What counts now; one value, swapped at once. */
	private static final class Current implements Supplier<PrefixRoutes> {

		private volatile PrefixRoutes routes;

		private Current(PrefixRoutes routes) {
			this.routes = routes;
		}

		@Override
		public PrefixRoutes get() {
			return this.routes;
		}

	}

}
