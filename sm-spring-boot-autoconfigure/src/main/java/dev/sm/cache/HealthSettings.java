package dev.sm.cache;

import java.time.Duration;

/**
 * When a node of a pool is left alone. Immutable.
 *
 * @param failures how many operations in a row a node may leave without an answer before
 * it is left alone, 1 or more
 * @param probeInterval how long after that it is first asked whether it answers again;
 * the pauses double from there
 * @param maxProbeInterval the longest pause between two probes
 * @param maxInFlight how many operations may wait for one node at most, 1 or more; while
 * it is slow, a sixteenth of that
 */
public record HealthSettings(int failures, Duration probeInterval, Duration maxProbeInterval, int maxInFlight) {

	/** What a pool does that is told nothing else. */
	public static final HealthSettings DEFAULT = new HealthSettings(5, Duration.ofMillis(200), Duration.ofSeconds(5),
			1024);

	public HealthSettings {
		check(failures >= 1, "failures", "1 or more", failures);
		check(probeInterval.toMillis() >= 1, "probe-interval", "1ms or more", probeInterval);
		check(maxProbeInterval.compareTo(probeInterval) >= 0, "max-probe-interval", "'probe-interval' or more",
				maxProbeInterval);
		check(maxInFlight >= 1, "max-in-flight", "1 or more", maxInFlight);
	}

	private static void check(boolean condition, String name, String wanted, Object value) {
		if (!condition) {
			throw new IllegalArgumentException("'health." + name + "' must be " + wanted + " (was " + value + ")");
		}
	}

}
