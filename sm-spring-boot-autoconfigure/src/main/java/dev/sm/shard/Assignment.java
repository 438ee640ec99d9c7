package dev.sm.shard;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who owns what: an immutable mapping of shards to participants.
 *
 * @param generation grows with every change of the assignment of a service
 * @param owners the owner of each shard that has one, by shard id
 */
public record Assignment(long generation, Map<String, Ownership> owners) {

	public Assignment {
		owners = Collections.unmodifiableMap(new TreeMap<>(owners));
	}

	/**
	 * Looks up the owner of a shard.
	 * @param shardId the shard
	 * @return its owner, if it has one
	 */
	public Optional<Ownership> ownerOf(String shardId) {
		return Optional.ofNullable(this.owners.get(shardId));
	}

	/**
	 * Lists the shards of a participant.
	 * @param participantId the participant
	 * @return the ids of the shards that it owns, ordered
	 */
	public SortedSet<String> shardsOf(String participantId) {
		SortedSet<String> shards = new TreeSet<>();
		this.owners.forEach((shard, ownership) -> {
			if (ownership.participantId().equals(participantId)) {
				shards.add(shard);
			}
		});
		return shards;
	}

}
