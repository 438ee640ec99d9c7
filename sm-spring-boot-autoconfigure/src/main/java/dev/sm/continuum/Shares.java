package dev.sm.continuum;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Shares of the key space in the order of a spec.
 */
final class Shares {

	private Shares() {
	}

	static Map<String, Double> byWeight(ContinuumSpec spec) {
		double total = spec.nodes().values().stream().mapToLong(Integer::longValue).sum();
		return of(spec, (node) -> (total == 0) ? 0 : spec.nodes().getOrDefault(node, 0) / total);
	}

	static Map<String, Double> of(ContinuumSpec spec, ToDoubleFunction<String> share) {
		Map<String, Double> shares = new LinkedHashMap<>();
		spec.nodes().keySet().forEach((node) -> shares.put(node, share.applyAsDouble(node)));
		return Collections.unmodifiableMap(shares);
	}

	static long requireWeight(ContinuumSpec spec) {
		long total = spec.nodes().values().stream().mapToLong(Integer::longValue).sum();
		if (total == 0) {
			throw new IllegalArgumentException(spec.nodes().isEmpty()
					? "A continuum has no nodes, must have at least one with a weight above 0" : "All "
							+ spec.nodes().size() + " nodes of a continuum have weight 0, at least one must have more");
		}
		return total;
	}

}
