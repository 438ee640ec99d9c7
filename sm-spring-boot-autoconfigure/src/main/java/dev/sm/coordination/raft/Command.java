package dev.sm.coordination.raft;

import dev.sm.coordination.Transaction;

/**
 * What the log carries.
 */
sealed interface Command {

	/**
	 * Opens a session, or does nothing if it is open already.
	 *
	 * @param id the id that the opener drew for it
	 * @param ttlNanos how long it lives after a renewal
	 */
	record Open(String id, long ttlNanos) implements Command {

	}

	/**
	 * Starts the time of a session anew.
	 *
	 * @param id the session
	 */
	record Renew(String id) implements Command {

	}

	/**
	 * Ends a session.
	 *
	 * @param id the session
	 */
	record Close(String id) implements Command {

	}

	/**
	 * Applies a transaction, once however often it is sent.
	 *
	 * @param client who sends it, a number that no other run of a program has
	 * @param number the request's number among those of the client
	 * @param floor the client waits for no request below this number any more
	 * @param transaction what to apply
	 */
	record Commit(long client, long number, long floor, Transaction transaction) implements Command {

	}

	/** Lets time pass, and is answered with its own place in the log. */
	record Tick() implements Command {

	}

}
