package dev.sm.event;

import java.util.Map;
import java.util.TreeMap;

/**
 * A pool has other weights. Immutable.
 *
 * @param pool the name of the pool
 * @param weights the weight of each node by its id
 */
public record PoolEvent(String pool, Map<String, Integer> weights) implements SmEvent {

	public PoolEvent {
		weights = java.util.Collections.unmodifiableMap(new TreeMap<>(weights));
	}

}
