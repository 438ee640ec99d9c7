package dev.sm.manager;

import dev.sm.shard.Shard;

/**
 * What is told to act on a service's shards. For one shard, calls never overlap and come
 * in order; calls for different shards run in parallel. A call may take as long as the
 * service's handler timeout, may be interrupted, and may throw.
 */
public interface ShardCallback {

	/**
	 * The shard will be owned soon: load what it needs, do not act.
	 * @param shard the shard, not held, with epoch 0
	 * @throws Exception if it cannot be prepared; it is added all the same
	 */
	default void prepare(Shard shard) throws Exception {
	}

	/**
	 * The shard is owned from here on.
	 * @param shard the shard, held
	 * @throws Exception if it cannot be added; it is tried again, then elsewhere
	 */
	void add(Shard shard) throws Exception;

	/**
	 * The shard stops being owned when this returns.
	 * @param shard the shard, possibly no longer held
	 * @throws Exception if dropping failed; it counts as dropped all the same
	 */
	void drop(Shard shard) throws Exception;

	/**
	 * How much the shard takes at present. A measurement, not an event: it may overlap
	 * other calls for the shard, also its drop.
	 * @param shard the shard
	 * @return the load, 0 or more; {@code NaN} if it is not measured
	 * @throws Exception if it cannot be told; the last known load stays
	 */
	default double load(Shard shard) throws Exception {
		return Double.NaN;
	}

}
