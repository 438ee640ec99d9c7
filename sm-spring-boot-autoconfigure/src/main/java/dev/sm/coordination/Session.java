package dev.sm.coordination;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A time-bound right to count as alive. Keys that were put with a session's id vanish
 * when it ends. Implementations are thread-safe and keep no clock: whoever holds the
 * session decides when to renew it and when to stop believing in it.
 */
public interface Session {

	/** The longest time to live that every store takes. */
	Duration MAX_TTL = Duration.ofDays(1);

	/**
	 * Checks a time to live.
	 * @param ttl the time to live
	 * @return the time to live
	 * @throws IllegalArgumentException if it is not positive or above {@link #MAX_TTL}
	 */
	static Duration checkTtl(Duration ttl) {
		if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(MAX_TTL) > 0) {
			throw new IllegalArgumentException(
					"'ttl' of a session must be more than 0 and at most " + MAX_TTL + " (was " + ttl + ")");
		}
		return ttl;
	}

	/**
	 * Identifies this session.
	 * @return an id that no other session of this store ever has
	 */
	String id();

	/**
	 * How long the session lives after a renewal was processed.
	 * @return the granted time to live
	 */
	Duration ttl();

	/**
	 * Starts the time to live anew.
	 * @return completes when the store has answered; completes exceptionally with
	 * {@link SessionLostException} if the session has ended, and with another exception
	 * if no answer came
	 */
	CompletionStage<Void> renew();

	/**
	 * Ends the session and removes the keys that are bound to it, at once.
	 * @return completes when the store has answered; also if it had ended already
	 */
	CompletionStage<Void> close();

}
