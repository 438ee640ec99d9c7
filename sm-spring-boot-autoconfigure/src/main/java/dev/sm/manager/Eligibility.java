package dev.sm.manager;

import java.util.Set;
import java.util.TreeSet;

import dev.sm.shard.Participant;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

/**
 * Whether a participant may own a shard by what is asked for the one and known of the
 * other.
 */
final class Eligibility {

	private Eligibility() {
	}

	/**
	 * Looks for a reason against it.
	 * @param shard what is asked for the shard
	 * @param participant the participant
	 * @return why it may not own the shard, or {@code null} if it may
	 */
	static @Nullable String reasonAgainst(ShardSpec shard, Participant participant) {
		if (shard.pin() != null && !shard.pin().equals(participant.id())) {
			return "it is pinned to participant '" + shard.pin() + "'";
		}
		Set<String> missing = new TreeSet<>(shard.tags());
		missing.removeAll(participant.tags());
		if (!missing.isEmpty()) {
			return "the participant must have the tags " + missing;
		}
		if (participant.draining()) {
			return "the participant is draining";
		}
		if (participant.weight() == 0 || Integer.valueOf(0).equals(participant.maxShards())) {
			return "the participant is not to hold shards";
		}
		return null;
	}

}
