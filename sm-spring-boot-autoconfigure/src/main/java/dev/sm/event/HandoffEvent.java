package dev.sm.event;

import org.jspecify.annotations.Nullable;

/**
 * A shard goes from one participant to another. Told by the controller. Immutable.
 *
 * @param service the service of the shard
 * @param shard its id
 * @param from the participant that owned it
 * @param to the participant that owns it now, or {@code null} if none does (yet)
 * @param kind how far it is
 */
public record HandoffEvent(String service, String shard, String from, @Nullable String to,
		Kind kind) implements SmEvent {

	/** How far a handoff is. */
	public enum Kind {

		/** The owner is to drop it. */
		STARTED,

		/** Another participant owns it and its handler has added it. */
		ENDED,

		/** It came to nothing: it stays, or is no more, or the controller has changed. */
		CANCELLED

	}

}
