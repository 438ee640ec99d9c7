package dev.sm.event;

/**
 * Something happened to a participant. Told by instances that know the whole service:
 * always the controller. Immutable.
 *
 * @param service the service
 * @param participant its id
 * @param kind what happened
 */
public record ParticipantEvent(String service, String participant, Kind kind) implements SmEvent {

	/** What happens to participants. */
	public enum Kind {

		/** It has registered. */
		JOINED,

		/** It has left, or its session has ended. */
		LEFT,

		/** It hands off all it has. */
		DRAINING,

		/** It was drained and takes shards again. */
		RESUMED

	}

}
