package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.dynatrace.hash4j.hashing.Hashing;

/**
 * The nodes that hold anything, in the order of their names, with what their draws depend
 * on. Immutable.
 *
 * @param names their names
 * @param seeds a hash of each name
 * @param paces one over each weight: what a time of rate 1 is multiplied with
 * @param weight the sum of the weights
 */
record WeightedNodes(String[] names, long[] seeds, double[] paces, double weight) {

	static WeightedNodes of(ContinuumSpec spec) {
		Map<String, Integer> weights = spec.nodes();
		String[] names = weights.keySet()
			.stream()
			.filter((name) -> weights.getOrDefault(name, 0) > 0)
			.sorted()
			.toArray(String[]::new);
		long[] seeds = new long[names.length];
		double[] paces = new double[names.length];
		double sum = 0;
		for (int node = 0; node < names.length; node++) {
			int weight = weights.getOrDefault(names[node], 0);
			seeds[node] = Hashing.xxh3_64().hashBytesToLong(names[node].getBytes(StandardCharsets.UTF_8));
			paces[node] = 1.0 / weight;
			sum += weight;
		}
		return new WeightedNodes(names, seeds, paces, sum);
	}

	int count() {
		return this.names.length;
	}

}
