package dev.sm.autoconfigure;

import java.time.Duration;

/** How long one request to a coordination store may take. */
final class RequestTimeout {

	private static final Duration MAX = Duration.ofSeconds(5);

	private RequestTimeout() {
	}

	/**
	 * Not longer than the quarter of the session that lies between renewals.
	 * @param sessionTtl the time to live of sessions
	 * @return the time limit
	 */
	static Duration of(Duration sessionTtl) {
		Duration timeout = sessionTtl.dividedBy(4);
		return (timeout.compareTo(MAX) < 0) ? timeout : MAX;
	}

}
