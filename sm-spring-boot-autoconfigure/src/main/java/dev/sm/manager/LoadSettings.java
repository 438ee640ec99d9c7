package dev.sm.manager;

import java.time.Duration;

/**
 * How measured loads are smoothed and acted on. Immutable.
 *
 * @param halfLife after which time a measurement counts half: 0 (only the last one
 * counts) or more
 * @param maxAge how long a load counts that is not measured any more, more than 0
 * @param coolDown how long a shard that has moved stays where it is, however the loads
 * change, 0 or more
 */
public record LoadSettings(Duration halfLife, Duration maxAge, Duration coolDown) {

	public LoadSettings {
		check(!halfLife.isNegative(), "load-half-life", "0 or more", halfLife);
		check(!maxAge.isNegative() && !maxAge.isZero(), "load-max-age", "more than 0", maxAge);
		check(!coolDown.isNegative(), "cool-down", "0 or more", coolDown);
	}

	/**
	 * A half-life of two minutes, a maximal age and a cool-down of five.
	 * @return the defaults
	 */
	public static LoadSettings defaults() {
		return new LoadSettings(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(5));
	}

	/**
	 * How much of the way from an old value to a new one is gone after a time.
	 * @param nanos the time
	 * @return 0 to 1
	 */
	double way(long nanos) {
		return this.halfLife.isZero() ? 1 : 1 - Math.pow(2, -(double) Math.max(0, nanos) / this.halfLife.toNanos());
	}

	private static void check(boolean valid, String what, String expected, Duration actual) {
		if (!valid) {
			throw new IllegalArgumentException("'" + what + "' must be " + expected + " (was " + actual + ")");
		}
	}

}
