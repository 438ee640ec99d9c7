package dev.sm.cache;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a pool's migration stands. Immutable.
 *
 * @param phase {@code STABLE} if none runs
 * @param mode how keys move, or {@code null} if none runs
 * @param from the weights before
 * @param to the weights afterwards; those of now if none runs
 * @param moved how many keys have moved
 * @param remaining how many are yet to move, or {@code null} while that is unknown
 * @param share the share of the key space that moves: 0 to 1
 * @param startedAt when it began, or {@code null} if none runs
 */
public record MigrationStatus(String phase, @Nullable MigrationMode mode, Map<String, Integer> from,
		Map<String, Integer> to, long moved, @Nullable Long remaining, double share, @Nullable Instant startedAt) {

}
