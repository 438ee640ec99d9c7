package dev.sm.manager;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * What is told to act on a service's shards. For one shard, calls never overlap and come
 * in order; calls for different shards run in parallel. A call may take as long as the
 * service's handler timeout, may be interrupted, and may throw.
 */
public interface ShardCallback {

	/** The most bytes that an owner may leave for the next one. */
	int MAX_STATE_BYTES = 32 * 1024;

	/**
	 * The shard will be owned soon, or a copy of it is to be kept: load what it needs, do
	 * not act.
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
	 * The shard is owned from here on, and its last owner has left something for it.
	 * @param shard the shard, held
	 * @param state what {@link #release(Shard)} has returned there
	 * @throws Exception if it cannot be added; it is tried again, then elsewhere, with
	 * the same state
	 */
	default void add(Shard shard, byte[] state) throws Exception {
		add(shard);
	}

	/**
	 * The shard stops being owned when this returns; something may be left for the next
	 * owner. It gets there if this participant lives on until the store has it, which is
	 * before anybody else may own the shard; never if the drop failed or hung, or if
	 * nobody is there to take the shard.
	 * @param shard the shard, possibly no longer held
	 * @return at most {@link #MAX_STATE_BYTES} for the next owner, or {@code null}
	 * @throws Exception if dropping failed; it counts as dropped all the same
	 */
	default byte @Nullable [] release(Shard shard) throws Exception {
		drop(shard);
		return null;
	}

	/**
	 * The shard stops being owned when this returns.
	 * @param shard the shard, possibly no longer held
	 * @throws Exception if dropping failed; it counts as dropped all the same
	 */
	void drop(Shard shard) throws Exception;

	/**
	 * The shard was prepared and never added, and is not wanted here any longer: forget
	 * what was loaded for it.
	 * @param shard the shard, not held, with epoch 0
	 * @throws Exception if that failed; it counts as done all the same
	 */
	default void discard(Shard shard) throws Exception {
	}

	/**
	 * How much the shard takes at present. A measurement, not an event: it may overlap
	 * other calls for the shard, also its drop.
	 * @param shard the shard
	 * @return the load; one without metrics if it is not measured
	 * @throws Exception if it cannot be told; the last known load stays for a while
	 */
	default ShardLoad load(Shard shard) throws Exception {
		return ShardLoad.none();
	}

}
