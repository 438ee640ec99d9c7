package dev.sm.event;

/**
 * Something happened to a shard. Immutable.
 *
 * @param service its service
 * @param shard its id
 * @param epoch the fencing token of its ownership, or 0 if it has no owner
 * @param kind what happened
 * @param reason why, for people; {@code ""} if there is nothing to say
 */
public record ShardEvent(String service, String shard, long epoch, Kind kind, String reason) implements SmEvent {

	/** What happens to shards. */
	public enum Kind {

		/** Its handler has added it: this instance owns it. Told by that instance. */
		ACQUIRED,

		/** Its handler has dropped it. Told by the instance that owned it. */
		RELEASED,

		/** Its handler has failed too often. Told by instances that know all shards. */
		QUARANTINED,

		/** Nobody can own it. Told by instances that know all shards. */
		UNPLACED,

		/** It was one of the two and has an owner. Told by those same instances. */
		PLACED

	}

}
