package dev.sm.cache;

/**
 * The operations of one pool, and what there is to see of it. Thread-safe.
 */
public abstract class ShardedTemplate implements ShardedOperations {

	/**
	 * Describes the pool.
	 * @return the description
	 */
	public abstract PoolDescription describe();

}
