package dev.sm.cache;

import java.time.Duration;

/**
 * How much of a pool is kept inside an instance. Immutable.
 *
 * @param maxEntries most values that are kept: 1 or more
 * @param maxStaleness how old what is known of a node may be for its values to be
 * answered from memory: 10ms or more
 */
public record NearSettings(int maxEntries, Duration maxStaleness) {

	/** The least {@code maxStaleness}. */
	public static final Duration MIN_STALENESS = Duration.ofMillis(10);

}
