package dev.sm.cache;

import java.time.Duration;

import dev.sm.storage.NodeStorage;

/**
 * Puts something around the nodes of pools, for telemetry. Thread-safe.
 */
@FunctionalInterface
public interface NodeDecorator {

	/** Puts nothing around them. */
	NodeDecorator NONE = (pool, node, timeout, storage) -> storage;

	/**
	 * Decorates a node.
	 * @param pool the name of its pool
	 * @param node its id
	 * @param timeout how long the pool waits for an answer
	 * @param storage the node
	 * @return a node that does the same, and is a {@link dev.sm.storage.TrackingStorage}
	 * if the given one is
	 */
	NodeStorage decorate(String pool, String node, Duration timeout, NodeStorage storage);

}
