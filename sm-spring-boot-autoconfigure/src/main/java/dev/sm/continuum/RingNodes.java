package dev.sm.continuum;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a spec that hold anything, in an order that may matter where points
 * coincide.
 *
 * @param names their names
 * @param weights their weights
 * @param total the sum of the weights
 */
record RingNodes(String[] names, int[] weights, long total) {

	static RingNodes of(ContinuumSpec spec) {
		return of(spec, spec.nodes().entrySet().stream().filter((node) -> node.getValue() > 0).toList());
	}

	/** Ordered by length of name, then by its bytes, as twemproxy sorts its servers. */
	static RingNodes byLengthAndName(ContinuumSpec spec) {
		return of(spec,
				spec.nodes()
					.entrySet()
					.stream()
					.filter((node) -> node.getValue() > 0)
					.sorted(Comparator.<Map.Entry<String, Integer>>comparingInt((node) -> node.getKey().length())
						.thenComparing(Map.Entry::getKey))
					.toList());
	}

	private static RingNodes of(ContinuumSpec spec, List<Map.Entry<String, Integer>> nodes) {
		long total = Shares.requireWeight(spec);
		return new RingNodes(nodes.stream().map(Map.Entry::getKey).toArray(String[]::new),
				nodes.stream().mapToInt(Map.Entry::getValue).toArray(), total);
	}

	int count() {
		return this.names.length;
	}

}
