package dev.sm.shard;

/**
 * How much each shard takes of a participant: its weight, or its measured load.
 */
final class Sizes {

	/** A shard that did nothing of late may do something soon. */
	private static final double SMALLEST = 0.01;

	private Sizes() {
	}

	/**
	 * Computes the sizes. Measured loads are scaled so that the shards that have one take
	 * as much in all as their weights say; so their unit does not matter, and shards
	 * without one count with their weight.
	 * @param model the model
	 * @return the size of each shard, more than 0
	 */
	static double[] of(Model model) {
		if (model.request.loads().isEmpty()) {
			return model.layout.weights;
		}
		double[] sizes = new double[model.shards.length];
		double weight = 0;
		double load = 0;
		for (int s = 0; s < sizes.length; s++) {
			sizes[s] = model.shards[s].weight();
			double measured = load(model, s);
			if (measured >= 0) {
				weight += sizes[s];
				load += measured;
			}
		}
		if (!(load > 0)) {
			return sizes;
		}
		for (int s = 0; s < sizes.length; s++) {
			double measured = load(model, s);
			if (measured >= 0) {
				sizes[s] = Math.max(measured * (weight / load), sizes[s] * SMALLEST);
			}
		}
		return sizes;
	}

	private static double load(Model model, int shard) {
		Double load = model.request.loads().get(model.shards[shard].id());
		return (load != null && load >= 0 && load <= 1e15) ? load : -1;
	}

}
