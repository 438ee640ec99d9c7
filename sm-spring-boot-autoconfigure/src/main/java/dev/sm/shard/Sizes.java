package dev.sm.shard;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much each shard takes of a participant: its weight, or its measured load.
 *
 * @param mean the mean over all metrics, by shard
 * @param metrics what it takes by each metric, by metric and shard; the mean alone where
 * there is one metric or none
 * @param names the names of the metrics
 */
record Sizes(double[] mean, double[][] metrics, String[] names) {

	/** A shard that did nothing of late may do something soon. */
	private static final double SMALLEST = 0.01;

	/**
	 * Computes the sizes. Measured loads are scaled by metric so that the shards that
	 * have one take as much in all as their weights say; so their units do not matter,
	 * and shards without one count with their weight.
	 * @param layout the shards
	 * @param request the request
	 * @return the sizes, each more than 0
	 */
	static Sizes of(Layout layout, PlanRequest request) {
		Set<String> names = new TreeSet<>();
		if (!request.loads().isEmpty()) {
			for (ShardSpec shard : layout.shards) {
				names.addAll(load(request, shard).metrics().keySet());
			}
		}
		String[] all = names.toArray(new String[0]);
		if (all.length == 0) {
			return new Sizes(layout.weights, new double[][] { layout.weights }, new String[] { "weight" });
		}
		double[][] metrics = new double[all.length][];
		Arrays.setAll(metrics, (m) -> scaled(layout, request, all[m]));
		return new Sizes((all.length == 1) ? metrics[0] : mean(metrics), metrics, all);
	}

	private static double[] scaled(Layout layout, PlanRequest request, String metric) {
		double[] sizes = layout.weights.clone();
		double weight = 0;
		double total = 0;
		for (int s = 0; s < sizes.length; s++) {
			ShardLoad load = load(request, layout.shards[s]);
			if (!load.isEmpty()) {
				weight += sizes[s];
				total += load.metrics().getOrDefault(metric, 0.0);
			}
		}
		for (int s = 0; s < sizes.length && total > 0; s++) {
			ShardLoad load = load(request, layout.shards[s]);
			if (!load.isEmpty()) {
				sizes[s] = Math.max(load.metrics().getOrDefault(metric, 0.0) * (weight / total), sizes[s] * SMALLEST);
			}
		}
		return sizes;
	}

	private static ShardLoad load(PlanRequest request, ShardSpec shard) {
		return request.loads().getOrDefault(shard.id(), ShardLoad.none());
	}

	private static double[] mean(double[][] metrics) {
		double[] mean = new double[metrics[0].length];
		for (int s = 0; s < mean.length; s++) {
			for (double[] metric : metrics) {
				mean[s] += metric[s] / metrics.length;
			}
		}
		return mean;
	}

	/** Whether there are several metrics, so that the mean says too little. */
	boolean several() {
		return this.metrics.length > 1;
	}

	/**
	 * Which shards take more than any participant's even share, alone.
	 * @param model the model
	 * @return the shards
	 */
	BitSet hot(Model model) {
		BitSet hot = new BitSet();
		double weight = 0;
		double largest = 0;
		int active = 0;
		for (Participant participant : model.participants) {
			if (!participant.draining() && participant.weight() > 0) {
				weight += participant.weight();
				largest = Math.max(largest, participant.weight());
				active++;
			}
		}
		for (double[] metric : this.metrics) {
			if (active > 1) {
				hot(model, metric, largest / weight, hot);
			}
		}
		return hot;
	}

	/** Where there are fewer shards than participants, none is hot for that alone. */
	private static void hot(Model model, double[] metric, double part, BitSet hot) {
		double[] total = new double[model.layout.counted.length];
		int[] count = new int[total.length];
		for (int s = 0; s < metric.length; s++) {
			total[model.layout.group[s]] += metric[s];
			count[model.layout.group[s]]++;
		}
		for (int s = 0; s < metric.length; s++) {
			int group = model.layout.group[s];
			double share = Math.max(total[group] * part, 2 * total[group] / count[group]);
			if (metric[s] > share * (1 + model.request.options().tolerance())) {
				hot.set(s);
			}
		}
	}

}
