package dev.sm.cache;

import java.util.Map;

import dev.sm.coordination.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What the machine is told that takes a pool through its migrations.
 */
sealed interface ControllerEvent {

	/** A session has begun. */
	record Began(String session) implements ControllerEvent {

	}

	/** The session is over. */
	record Ended() implements ControllerEvent {

	}

	/**
	 * The documents of the pool are known.
	 *
	 * @param revision the revision at which they were as told
	 * @param phase the phase, or {@code null} if there is none that can be read
	 * @param phaseRevision the revision of its document
	 * @param controller the key of the election, or {@code null}
	 * @param confirmations what participants have confirmed, by their keys
	 */
	record Seen(long revision, @Nullable Phase phase, long phaseRevision, @Nullable Entry controller,
			Map<String, Confirmation> confirmations) implements ControllerEvent {

	}

	/** A claim or a commit was answered, or not; what it led to is seen. */
	record Answered() implements ControllerEvent {

	}

	/** A job is done. */
	record Done(ControllerAction.Job job) implements ControllerEvent {

	}

	/** A job has failed. */
	record Failed(ControllerAction.Job job, String reason) implements ControllerEvent {

	}

	/**
	 * At rest, a node has the record of a later migration to the same placement: the
	 * store has forgotten it.
	 *
	 * @param phase the phase at which that was seen
	 * @param m the number of that migration
	 */
	record Behind(Phase phase, long m) implements ControllerEvent {

	}

	/** Time has passed. */
	record Tick() implements ControllerEvent {

	}

}
