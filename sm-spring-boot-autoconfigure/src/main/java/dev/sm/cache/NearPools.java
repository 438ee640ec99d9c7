package dev.sm.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.sm.storage.NodeStorage;
import dev.sm.storage.TrackingStorage;
import org.jspecify.annotations.Nullable;

/**
 * What keeps values inside this instance, of each pool that asks for it.
 */
final class NearPools {

	private final NearCaching.@Nullable Factory factory;

	private final LongSupplier clock;

	private final Map<String, NearCaching> pools = new ConcurrentHashMap<>();

	NearPools(NearCaching.@Nullable Factory factory, LongSupplier clock) {
		this.factory = factory;
		this.clock = clock;
	}

	@Nullable NearCaching of(String pool) {
		return this.pools.get(pool);
	}

	/**
	 * The node to use in a node's place. What is in memory anyway is used as it is.
	 * @throws InvalidPoolException if its values cannot be kept
	 */
	NodeStorage wrap(PoolSettings settings, NodeSettings node, NodeStorage storage) {
		NearSettings near = settings.near();
		if (near == null || "memory".equals(node.scheme())) {
			return storage;
		}
		NearCaching.Factory maker = this.factory;
		if (maker == null || !(storage instanceof TrackingStorage tracking)) {
			storage.close();
			throw new InvalidPoolException(settings.name(),
					(maker == null)
							? "'near-cache.enabled' needs com.github.ben-manes.caffeine:caffeine on the class path"
							: "'near-cache.enabled' needs nodes that tell of changes, and node '" + node.id() + "' ("
									+ node.scheme() + ") does not: its values could be stale without bound");
		}
		return this.pools.computeIfAbsent(settings.name(), (name) -> maker.create(near, this.clock)).of(tracking);
	}

}
