package dev.sm.benchmarks.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * Spreads keys by hand, with the cheapest rule there is.
 */
final class Split {

	private Split() {
	}

	static int of(String key, int servers) {
		return Math.floorMod(key.hashCode() * 0x9E3779B9, servers);
	}

	/** The keys of each server. */
	static List<List<String>> all(List<String> keys, int servers) {
		List<List<String>> parts = new ArrayList<>(servers);
		for (int i = 0; i < servers; i++) {
			parts.add(new ArrayList<>(keys.size() / servers * 2));
		}
		for (String key : keys) {
			parts.get(of(key, servers)).add(key);
		}
		return parts;
	}

}
