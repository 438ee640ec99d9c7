package dev.sm.cache;

import java.util.Set;

import dev.sm.coordination.Transaction;

/**
 * What the machine wants done that takes a pool through its migrations.
 */
sealed interface ControllerAction {

	/** Commit a transaction; answer with {@link ControllerEvent.Answered}. */
	record Commit(Transaction transaction) implements ControllerAction {

	}

	/**
	 * Do a job; answer with {@link ControllerEvent.Done} or
	 * {@link ControllerEvent.Failed}.
	 *
	 * @param kind what to do
	 * @param phase the phase that it is for
	 * @param keep the names of connections that may stay
	 */
	record Job(Kind kind, Phase phase, Set<String> keep) implements ControllerAction {

	}

	/** End the copying that is under way. */
	record StopCopying() implements ControllerAction {

	}

	/** What is to be done. */
	enum Kind {

		/** Let every node have a record at rest. */
		RECORDS,

		/** Remove what has been left behind. */
		SWEEP,

		/** Free new places, and let records know of the migration. */
		PURGE,

		/** End the connections of whoever has not confirmed, and copy fences. */
		OPEN,

		/** Let records say that keys move. */
		RUN,

		/** Copy. */
		COPY,

		/** Let records say that old places are closed. */
		CLOSE,

		/** Let records be at rest after a migration. */
		FINISH,

		/** Let records be past a migration that was taken back. */
		CANCEL,

		/** Stop everybody on all nodes, and put in force what is marked. */
		SETTLE

	}

}
