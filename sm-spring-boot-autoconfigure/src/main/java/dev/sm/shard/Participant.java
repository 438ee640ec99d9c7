package dev.sm.shard;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A running instance as the planner sees it. Immutable.
 *
 * @param id identifies it
 * @param zone where it runs, or {@code ""} if that is unknown
 * @param weight its share relative to other participants: 0 (holds nothing) or more
 * @param maxShards the most shards it may hold, or {@code null} for no limit
 * @param tags what it has, for shards that require it
 * @param draining whether it is to hand off all that it holds
 */
public record Participant(String id, String zone, double weight, @Nullable Integer maxShards, Set<String> tags,
		boolean draining) {

	public Participant {
		if (!(weight >= 0 && weight <= 1_000_000)) {
			throw new IllegalArgumentException(
					"'weight' of participant '" + id + "' must be between 0 and 1000000 (was " + weight + ")");
		}
		if (maxShards != null && maxShards < 0) {
			throw new IllegalArgumentException(
					"'max-shards' of participant '" + id + "' must not be negative (was " + maxShards + ")");
		}
		tags = java.util.Collections.unmodifiableSet(new TreeSet<>(tags));
	}

}
