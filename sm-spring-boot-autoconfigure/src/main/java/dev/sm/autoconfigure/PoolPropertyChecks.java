package dev.sm.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.sm.cache.LoadSettings;
import dev.sm.cache.NearSettings;
import dev.sm.cache.NodeSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Checks the ranges of the properties of pools. */
final class PoolPropertyChecks {

	static final String PREFIX = "sm.cache.pools.";

	private static final Pattern PERCENT = Pattern.compile("(100|\\d{1,2})%");

	private PoolPropertyChecks() {
	}

	static void check(CacheProperties cache) {
		int connections = cache.jdbc().connections();
		PropertyChecks.require(connections >= 1 && connections <= 1000, "sm.cache.jdbc.connections", connections,
				"between 1 and 1000");
		PropertyChecks.positive("sm.cache.jdbc.sweep-interval", cache.jdbc().sweepInterval());
		cache.pools().forEach(PoolPropertyChecks::checkPool);
		PropertyChecks.positive("sm.cache.spring.ttl", cache.spring().ttl());
		cache.caches().forEach((name, settings) -> {
			String key = "sm.cache.caches." + name;
			PropertyChecks.require(!name.isBlank() && name.length() <= 200 && !name.contains("::"), key, name,
					"the name of a cache: 1 to 200 characters without '::'");
			PropertyChecks.positive(key + ".ttl", settings.ttl());
		});
	}

	private static void checkPool(String name, CacheProperties.Pool pool) {
		String prefix = PREFIX + name + ".";
		PropertyChecks.require(!pool.continuum().isBlank(), prefix + "continuum", pool.continuum(),
				"the name of an algorithm, such as 'weighted'");
		PropertyChecks.require(pool.hashTag() == null || pool.hashTag().isEmpty() || pool.hashTag().length() == 2,
				prefix + "hash-tag", pool.hashTag(), "two characters, such as '{}', or empty for none");
		PropertyChecks.require(pool.keyPrefix().length() <= 256, prefix + "key-prefix",
				pool.keyPrefix().length() + " characters", "at most 256 characters");
		PropertyChecks.positive(prefix + "default-ttl", pool.defaultTtl());
		PropertyChecks.positive(prefix + "timeout", pool.timeout());
		checkLoad(prefix + "load.", pool.load());
		PropertyChecks.positive(prefix + "near-cache.max-entries", pool.nearCache().maxEntries());
		PropertyChecks.require(pool.nearCache().maxStaleness().compareTo(NearSettings.MIN_STALENESS) >= 0,
				prefix + "near-cache.max-staleness", PropertyChecks.text(pool.nearCache().maxStaleness()),
				NearSettings.MIN_STALENESS.toMillis() + "ms or more");
		PropertyChecks.positive(prefix + "migration.rate", pool.migration().rate());
		PropertyChecks.positive(prefix + "gutter-ttl", pool.gutterTtl());
		checkSize(prefix + "values.max-size", pool.values().maxSize(), 1);
		checkSize(prefix + "values.compress-above", pool.values().compressAbove(), 0);
		checkHealth(prefix + "health.", pool.health());
		checkRepair(prefix + "repair.", pool.repair());
		String budget = pool.read().hedgeBudget();
		PropertyChecks.require(budget == null || PERCENT.matcher(budget).matches(), prefix + "read.hedge-budget",
				budget, "a percentage between 0% and 100%");
		checkNodes(prefix + "nodes", pool.nodes());
	}

	private static void checkSize(String key, @Nullable DataSize size, int least) {
		PropertyChecks.require(size == null || (size.toBytes() >= least && size.toBytes() <= Integer.MAX_VALUE), key,
				size, "between " + least + "B and 2047MB");
	}

	private static void checkLoad(String prefix, CacheProperties.Load load) {
		PropertyChecks.positive(prefix + "deadline", load.deadline());
		PropertyChecks.require(!load.staleTtl().isNegative(), prefix + "stale-ttl", load.staleTtl(), "0s or more");
		PropertyChecks.require(load.earlyRefresh() >= 0 && load.earlyRefresh() <= LoadSettings.MAX_EARLY_REFRESH,
				prefix + "early-refresh", load.earlyRefresh(), "between 0 and 100");
		PropertyChecks.positive(prefix + "negative-ttl", load.negativeTtl());
	}

	private static void checkHealth(String prefix, CacheProperties.Health health) {
		PropertyChecks.positive(prefix + "failures", health.failures());
		PropertyChecks.positive(prefix + "probe-interval", health.probeInterval());
		PropertyChecks.require(health.maxProbeInterval().compareTo(health.probeInterval()) >= 0,
				prefix + "max-probe-interval", health.maxProbeInterval(),
				"'probe-interval' (" + health.probeInterval() + ") or more");
		PropertyChecks.positive(prefix + "max-in-flight", health.maxInFlight());
	}

	private static void checkRepair(String prefix, CacheProperties.Repair repair) {
		PropertyChecks.positive(prefix + "ttl", repair.ttl());
		PropertyChecks.require(!repair.warmUp().isNegative(), prefix + "warm-up", repair.warmUp(), "0s or more");
		PropertyChecks.positive(prefix + "max-missed", repair.maxMissed());
	}

	/**
	 * Checks that it is known where each node is.
	 * @param pool the pool's name
	 * @param nodes its nodes
	 * @param connected the ids of nodes that have connection details
	 */
	static void checkUrls(String pool, Map<String, CacheProperties.Node> nodes, Set<String> connected) {
		String key = PREFIX + pool + ".nodes";
		PropertyChecks.require(!nodes.isEmpty() || !connected.isEmpty(), key, null,
				"a map with one node or more, each with its 'url'");
		nodes.forEach((id, node) -> PropertyChecks.require(StringUtils.hasText(node.url()) || connected.contains(id),
				key + "." + id + ".url", null, "a URL such as 'redis://localhost:6379' or 'memory:'"));
	}

	private static void checkNodes(String key, Map<String, CacheProperties.Node> nodes) {
		nodes.forEach((id, node) -> checkNode(key + "." + id + ".", node));
		int total = nodes.values().stream().mapToInt(CacheProperties.Node::weight).sum();
		if (total == 0 && !nodes.isEmpty()) {
			throw new InvalidPropertyException(key,
					"All nodes of '" + key + "' have the weight 0, so that none can hold a key.",
					"Set the 'weight' of one node at least to 1 or more.");
		}
	}

	private static void checkNode(String prefix, CacheProperties.Node node) {
		PropertyChecks.require(node.weight() >= 0 && node.weight() <= NodeSettings.MAX_WEIGHT, prefix + "weight",
				node.weight(), "between 0 and " + NodeSettings.MAX_WEIGHT);
		Integer index = node.index();
		PropertyChecks.require(index == null || index >= 0, prefix + "index", index, "0 or more");
	}

}
