package dev.sm.autoconfigure;

import java.util.Optional;

import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;

/** What the one pool is made of when none is configured. */
@FunctionalInterface
interface UnconfiguredPool {

	/** The name of the pool that there is when none is configured. */
	String NAME = "default";

	/**
	 * The settings of the pool.
	 * @return the settings, unless the application has nothing to make it of
	 */
	Optional<PoolSettings> settings();

	/**
	 * A pool of one node in memory.
	 * @return its settings
	 */
	static PoolSettings inMemory() {
		return of(NodeSettings.of("memory", "memory:", NodeSettings.DEFAULT_WEIGHT));
	}

	/**
	 * A pool of one node.
	 * @param node the node
	 * @return its settings
	 */
	static PoolSettings of(NodeSettings node) {
		return PoolSettings.named(NAME).node(node).build();
	}

}
