package dev.sm.cache;

import java.util.Map;
import java.util.TreeMap;

/**
 * The stored weights of a pool differ from the configured ones, and
 * {@code on-change: fail} says that this must not be.
 */
@SuppressWarnings("serial")
public class PoolWeightsChangedException extends InvalidPoolException {

	private final transient Map<String, Integer> stored;

	private final transient Map<String, Integer> configured;

	public PoolWeightsChangedException(String pool, Map<String, Integer> stored, Map<String, Integer> configured) {
		super(pool, "the stored weights " + new TreeMap<>(stored) + " differ from the configured weights "
				+ new TreeMap<>(configured) + ", and 'on-change' is 'fail'");
		this.stored = Map.copyOf(stored);
		this.configured = Map.copyOf(configured);
	}

	public Map<String, Integer> getStored() {
		return this.stored;
	}

	public Map<String, Integer> getConfigured() {
		return this.configured;
	}

}
