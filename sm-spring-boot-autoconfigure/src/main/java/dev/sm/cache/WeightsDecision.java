package dev.sm.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.cache.PoolSettings.OnChange;

/**
 * Which weights a pool starts with. The store owns them: what is configured is what the
 * first start writes, and after that what is compared. Pure.
 *
 * @param weights the weight of each configured node
 * @param warnings what an operator should know
 */
record WeightsDecision(Map<String, Integer> weights, List<String> warnings) {

	/**
	 * Decides between stored and configured weights.
	 * @throws InvalidPoolException if the pool must not start
	 */
	static WeightsDecision of(PoolSettings settings, Map<String, Integer> stored) {
		Map<String, Integer> configured = configured(settings);
		refuseMissing(settings, stored);
		Map<String, Integer> weights = new LinkedHashMap<>();
		configured.keySet().forEach((node) -> weights.put(node, stored.getOrDefault(node, 0)));
		if (weights.equals(configured)) {
			return new WeightsDecision(weights, List.of());
		}
		if (settings.onChange() == OnChange.FAIL) {
			throw new PoolWeightsChangedException(settings.name(), stored, configured);
		}
		if (settings.onChange() == OnChange.MIGRATE) {
			return new WeightsDecision(weights, List.of());
		}
		return new WeightsDecision(weights, warnings(settings.name(), stored, configured));
	}

	static Map<String, Integer> configured(PoolSettings settings) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		settings.nodes().forEach((node) -> weights.put(node.id(), node.weight()));
		return weights;
	}

	/** Refuses a start without a node that holds keys. */
	static void refuseMissing(PoolSettings settings, Map<String, Integer> stored) {
		String pool = settings.name();
		Map<String, Integer> configured = configured(settings);
		stored.forEach((node, weight) -> {
			if (weight > 0 && !configured.containsKey(node)) {
				throw new InvalidPoolException(pool,
						"node '" + node + "' has the stored weight " + weight
								+ ", so that it holds keys, and must be configured; configured are "
								+ new TreeMap<>(configured).keySet());
			}
		});
	}

	private static List<String> warnings(String pool, Map<String, Integer> stored, Map<String, Integer> configured) {
		List<String> warnings = new ArrayList<>();
		warnings.add("Pool '" + pool + "' keeps its stored weights " + new TreeMap<>(stored)
				+ ", though other weights are configured: " + new TreeMap<>(configured));
		configured.forEach((node, weight) -> {
			if (!stored.containsKey(node)) {
				warnings.add("Node '" + node + "' of pool '" + pool
						+ "' is configured, but has no stored weight: it holds nothing");
			}
		});
		return warnings;
	}

}
