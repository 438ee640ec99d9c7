package dev.sm.cache;

/**
 * What the machine of an instance is told that follows the phases of a pool.
 */
sealed interface FollowerEvent {

	/** A session has begun. */
	record Began(String session) implements FollowerEvent {

	}

	/** The session is over. */
	record Ended() implements FollowerEvent {

	}

	/**
	 * The phase is known.
	 *
	 * @param phase the phase
	 * @param revision the revision of its document
	 */
	record Seen(Phase phase, long revision) implements FollowerEvent {

	}

	/** Nothing that was begun before a view was adopted can have an effect any more. */
	record Drained(Phase.View view) implements FollowerEvent {

	}

	/**
	 * A confirmation was answered.
	 *
	 * @param applied whether it was written; if not, the phase is another one
	 */
	record Written(boolean applied) implements FollowerEvent {

	}

	/** Something was not answered. */
	record Failed() implements FollowerEvent {

	}

	/** Time has passed. */
	record Tick() implements FollowerEvent {

	}

}
