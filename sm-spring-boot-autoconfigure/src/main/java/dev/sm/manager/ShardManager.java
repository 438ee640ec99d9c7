package dev.sm.manager;

import java.util.Optional;
import java.util.Set;

import dev.sm.shard.Assignment;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;

/**
 * Ownership of one service's shards: what this participant holds, and what people and
 * programs may ask for. The writing methods return once the store has the wish; what
 * follows from it happens later, and shows in {@link #describe()}. Thread-safe.
 */
public interface ShardManager {

	/**
	 * The service whose shards these are.
	 * @return its name
	 */
	String service();

	/**
	 * The shards that this participant holds at this instant.
	 * @return a snapshot
	 */
	Set<Shard> held();

	/**
	 * The last assignment that is known here; also while the store is away.
	 * <p>
	 * An instance keeps up with the whole service only where somebody asks for it, by
	 * this method or {@link #describe()}, and where the assignment is computed. The first
	 * to ask waits until it is known, for a second at most; an ask before the start makes
	 * it known by the time at which the instance is ready. After that nobody waits.
	 * @return the assignment
	 */
	Assignment assignment();

	/**
	 * Everything that people want to see of the service: participants, shards, states and
	 * reasons, as last known here. The first to ask waits as for {@link #assignment()}.
	 * @return the description
	 */
	ServiceDescription describe();

	/**
	 * What {@link #describe()} says, if this instance knows the whole service anyway.
	 * Never waits, and asks for nothing: for those who look often and can do without.
	 * @return the description, or nothing
	 */
	default Optional<ServiceDescription> known() {
		return Optional.of(describe());
	}

	/**
	 * Adds a shard.
	 * @param spec what is asked for it
	 * @throws ShardManagerException if a shard of that id exists, or the store does not
	 * take it
	 */
	void add(ShardSpec spec);

	/**
	 * Replaces the spec of a shard.
	 * @param spec what is asked for it
	 * @throws ShardManagerException if there is no shard of that id, or the store does
	 * not take it
	 */
	void update(ShardSpec spec);

	/**
	 * Removes a shard; its owner drops it.
	 * @param shardId the shard
	 * @throws ShardManagerException if there is no such shard, it is one of the fixed
	 * ones, or the store does not take it
	 */
	void remove(String shardId);

	/**
	 * Hands a shard to another participant and lets it stay there as long as that is
	 * possible.
	 * @param shardId the shard
	 * @param participantId who should own it
	 * @throws ShardManagerException if either does not exist, the participant may not own
	 * the shard, or the store does not take it
	 */
	void move(String shardId, String participantId);

	/**
	 * Lets a participant hand off all that it holds and be given nothing until it is
	 * {@linkplain #resume resumed}.
	 * @param participantId the participant
	 * @throws ShardManagerException if there is no such participant, or the store does
	 * not take it
	 */
	void drain(String participantId);

	/**
	 * Ends a {@linkplain #drain drain}.
	 * @param participantId the participant
	 * @throws ShardManagerException if there is no such participant, or the store does
	 * not take it
	 */
	void resume(String participantId);

	/**
	 * Tries a shard again wherever its handler has failed: all its quarantines end.
	 * @param shardId the shard
	 * @throws ShardManagerException if there is no such shard, or the store is away
	 * @throws UnsupportedOperationException if this manager cannot do that
	 */
	default void resumeShard(String shardId) {
		throw new UnsupportedOperationException("shard '" + shardId + "' cannot be resumed by " + this);
	}

	/**
	 * The manager of another service that this application takes part in.
	 * @param service the name of the service
	 * @return its manager
	 * @throws ShardManagerException if the application does not take part in that service
	 */
	ShardManager forService(String service);

}
