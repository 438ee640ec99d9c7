package dev.sm.cache;

import java.time.Duration;

/**
 * What stands in for nodes of a pool that are left alone. Immutable.
 *
 * @param pool the name of the pool that has their keys meanwhile
 * @param ttl how long it keeps them at most, 1ms or more
 */
public record GutterSettings(String pool, Duration ttl) {

	/** How long values live in a gutter that is told nothing else. */
	public static final Duration DEFAULT_TTL = Duration.ofSeconds(10);

	public GutterSettings {
		if (pool.isBlank()) {
			throw new IllegalArgumentException("'gutter' must name a pool (was empty)");
		}
		if (ttl.toMillis() < 1) {
			throw new IllegalArgumentException("'gutter-ttl' must be 1ms or more (was " + ttl + ")");
		}
	}

}
