package dev.sm.manager;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a service, as last known to one instance. Immutable.
 *
 * @param service the name of the service
 * @param generation the generation of the assignment
 * @param controller the participant that computes the assignment at present, or
 * {@code null} if there is none
 * @param participants the participants, ordered by id
 * @param shards the shards, ordered by id (numbers by value)
 */
public record ServiceDescription(String service, long generation, @Nullable String controller,
		List<ParticipantInfo> participants, List<ShardInfo> shards) {

	public ServiceDescription {
		participants = List.copyOf(participants);
		shards = List.copyOf(shards);
	}

	/**
	 * A participant.
	 *
	 * @param id identifies it
	 * @param address where requests for its shards go, as a URI, or {@code null}
	 * @param zone where it runs, or {@code ""}
	 * @param weight its share relative to others
	 * @param state {@code ACTIVE} or {@code DRAINING}
	 * @param load the sum of the loads that it reported, each by its first metric
	 * @param shards how many shards it owns
	 */
	public record ParticipantInfo(String id, @Nullable String address, String zone, double weight, String state,
			double load, int shards) {

	}

	/**
	 * A shard.
	 *
	 * @param id identifies it
	 * @param owner the participant that owns it, or {@code null}
	 * @param epoch the fencing token of its ownership; 0 without an owner
	 * @param state {@code HELD}, {@code ADDING} (owned, its handler is not done),
	 * {@code DROPPING}, {@code UNPLACED}, {@code QUARANTINED}
	 * @param load the load that its owner reported, by its first metric
	 * @param standbys the participants that keep a copy
	 * @param reason why it is where it is, or nowhere; {@code ""} if there is nothing to
	 * say
	 */
	public record ShardInfo(String id, @Nullable String owner, long epoch, String state, double load,
			List<String> standbys, String reason) {

		public ShardInfo {
			standbys = List.copyOf(standbys);
		}

	}

}
