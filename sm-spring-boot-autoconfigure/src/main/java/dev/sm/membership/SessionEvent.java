package dev.sm.membership;

import java.time.Duration;

/**
 * What the machine of a session is told.
 */
public sealed interface SessionEvent {

	/** A session is wanted from now on. */
	record Start() implements SessionEvent {

	}

	/**
	 * A session was opened.
	 *
	 * @param sessionId its id
	 * @param ttl its granted time to live
	 * @param sentAt when the request was <em>sent</em>, read before it left
	 */
	record Opened(String sessionId, Duration ttl, long sentAt) implements SessionEvent {

	}

	/**
	 * No session could be opened, or nobody knows.
	 *
	 * @param reason why, for people
	 */
	record OpenFailed(String reason) implements SessionEvent {

	}

	/**
	 * A renewal was answered.
	 *
	 * @param sessionId the session
	 * @param sentAt when the renewal was <em>sent</em>, read before it left
	 */
	record Renewed(String sessionId, long sentAt) implements SessionEvent {

	}

	/**
	 * A renewal was not answered.
	 *
	 * @param sessionId the session
	 * @param reason why, for people
	 */
	record RenewFailed(String sessionId, String reason) implements SessionEvent {

	}

	/**
	 * The store says that the session has ended.
	 *
	 * @param sessionId the session
	 */
	record Lost(String sessionId) implements SessionEvent {

	}

	/** No session is wanted any longer. */
	record Stop() implements SessionEvent {

	}

	/** Time has passed. */
	record Tick() implements SessionEvent {

	}

}
