package dev.sm.cache;

/**
 * What the machine of an instance wants done that follows the phases of a pool.
 */
sealed interface FollowerAction {

	/** Begin every operation in this view from here on. */
	record Adopt(Phase.View view) implements FollowerAction {

	}

	/**
	 * Wait until nothing that was begun in an earlier view can have an effect; answer
	 * with {@link FollowerEvent.Drained} or {@link FollowerEvent.Failed}.
	 */
	record Drain(Phase.View view) implements FollowerAction {

	}

	/**
	 * Write what is confirmed, bound to the session, if the phase's document is at a
	 * revision; answer with {@link FollowerEvent.Written} or
	 * {@link FollowerEvent.Failed}.
	 */
	record Confirm(String session, Phase.View view, long revision) implements FollowerAction {

	}

}
