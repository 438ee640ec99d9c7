package dev.sm.shard;

/**
 * How much a move for balance helps: what it takes, by how much more the participant that
 * gives has than the one that takes, each for its weight, before anything moved.
 */
final class Usefulness {

	private final Model model;

	private final double[] load;

	Usefulness(Model model) {
		this.model = model;
		this.load = new double[model.participants.length];
		for (int s = 0; s < model.owner.length; s++) {
			if (model.owner[s] >= 0) {
				this.load[model.owner[s]] += model.sizes[s];
			}
		}
	}

	double of(int shard) {
		int to = this.model.target[shard];
		return (to < 0) ? 0 : this.model.sizes[shard] * (level(this.model.owner[shard]) - level(to));
	}

	private double level(int participant) {
		return this.load[participant] / Math.max(this.model.participants[participant].weight(), Rounding.EPSILON);
	}

}
