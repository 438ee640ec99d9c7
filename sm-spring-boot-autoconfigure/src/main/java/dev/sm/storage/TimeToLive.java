package dev.sm.storage;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Times to live as nodes count them: whole milliseconds, rounded up, so that a short time
 * never becomes none.
 */
public final class TimeToLive {

	/** The longest time that nodes keep count of; longer ones are cut to it. */
	public static final Duration MAX = Duration.ofDays(36_500);

	private TimeToLive() {
	}

	/**
	 * Turns a time to live into milliseconds.
	 * @param ttl the time to live, positive
	 * @return the milliseconds, rounded up: 1 to {@link #MAX}
	 */
	public static long toMillis(Duration ttl) {
		if (ttl.compareTo(MAX) >= 0) {
			return MAX.toMillis();
		}
		long millis = ttl.toMillis();
		return (ttl.minusMillis(millis).isZero()) ? millis : millis + 1;
	}

	static void check(@Nullable Duration ttl) {
		if (ttl != null && (ttl.isZero() || ttl.isNegative())) {
			throw new IllegalArgumentException("'ttl' must be positive (was " + ttl + ")");
		}
	}

}
