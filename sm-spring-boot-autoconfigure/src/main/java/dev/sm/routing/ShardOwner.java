package dev.sm.routing;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A participant that holds a shard or keeps a copy of it.
 *
 * @param shardId the shard
 * @param participantId the participant
 * @param address where requests for the shard go, or {@code null} if the participant
 * serves none
 * @param epoch the fencing token of the shard's ownership
 * @param role what the participant is to the shard
 */
public record ShardOwner(String shardId, String participantId, @Nullable URI address, long epoch, Role role) {

	/** What a participant is to a shard. */
	public enum Role {

		/** Owns it. */
		OWNER,

		/** Keeps a copy of it. */
		STANDBY

	}

}
