package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

/**
 * The operations of one pool, and what there is to see of it. Made by {@link Pools}.
 * Thread-safe.
 */
public abstract class ShardedTemplate implements ShardedOperations {

	ShardedTemplate() {
	}

	/**
	 * The name of the pool.
	 * @return the name
	 */
	public abstract String name();

	/**
	 * Describes the pool; does not ask the nodes.
	 * @return the description
	 */
	public abstract PoolDescription describe();

	/**
	 * Explains where a key is placed.
	 * @param key the key
	 * @return its placement
	 */
	public abstract Placement explain(String key);

	/**
	 * Asks every node whether it answers, so that {@link #describe()} tells what is true
	 * now.
	 * @return completes with the description once every node has answered or the pool's
	 * timeout has passed; never fails
	 */
	public abstract CompletableFuture<PoolDescription> probe();

}
