package dev.sm.autoconfigure;

/**
 * Refuses values that ask for what is not built yet, so that none is silently without
 * effect.
 */
final class FeatureChecks {

	private FeatureChecks() {
	}

	static void check(CacheProperties cache) {
		cache.pools().forEach((name, pool) -> checkPool(PoolPropertyChecks.PREFIX + name + ".", pool));
	}

	private static void checkPool(String prefix, CacheProperties.Pool pool) {
		pool.nodes().forEach((id, node) -> checkNode(prefix + "nodes." + id + ".", node));
	}

	private static void checkNode(String prefix, CacheProperties.Node node) {
		if (!node.readFrom().isEmpty()) {
			throw new FeatureNotAvailableException(prefix + "read-from", node.readFrom().size() + " URLs",
					"Remove '" + prefix + "read-from'.");
		}
	}

}
