package dev.sm.membership;

import java.time.Duration;

/**
 * What the machine of a session wants done.
 */
public sealed interface SessionAction {

	/**
	 * Open a session; answer with {@link SessionEvent.Opened} or
	 * {@link SessionEvent.OpenFailed}.
	 *
	 * @param ttl its time to live
	 */
	record Open(Duration ttl) implements SessionAction {

	}

	/**
	 * Renew a session; answer with {@link SessionEvent.Renewed},
	 * {@link SessionEvent.RenewFailed} or {@link SessionEvent.Lost}. Renewals may
	 * overlap.
	 *
	 * @param sessionId the session
	 */
	record Renew(String sessionId) implements SessionAction {

	}

	/**
	 * Close a session. Needs no answer.
	 *
	 * @param sessionId the session
	 */
	record Close(String sessionId) implements SessionAction {

	}

	/**
	 * A life has begun: tell all services.
	 *
	 * @param incarnation the life
	 */
	record Began(Incarnation incarnation) implements SessionAction {

	}

	/**
	 * A life is over: tell all services.
	 *
	 * @param incarnation the life
	 * @param reason why, for people
	 */
	record Ended(Incarnation incarnation, String reason) implements SessionAction {

	}

}
