package dev.sm.shard;

import java.util.Arrays;

/**
 * What each taker has been given by each metric, and what would be even. Mutable; lives
 * for one cohort.
 */
final class Metrics {

	private final Model model;

	private final Takers takers;

	private final double[][] load;

	private final double[][] even;

	Metrics(Model model, Cohort cohort, Takers takers) {
		this.model = model;
		this.takers = takers;
		this.load = new double[model.sized.metrics().length][takers.size()];
		this.even = new double[this.load.length][];
		for (int m = 0; m < this.load.length; m++) {
			fill(m, cohort);
		}
	}

	private void fill(int metric, Cohort cohort) {
		double[] sizes = this.model.sized.metrics()[metric];
		double[] base = new double[this.takers.size()];
		double amount = 0;
		int group = (cohort.shards().length > 0) ? this.model.layout.group[cohort.shards()[0]] : Model.NONE;
		for (int s = 0; s < sizes.length; s++) {
			int i = (this.model.layout.group[s] == group) ? this.takers.givenTo(s) : -1;
			if (i >= 0) {
				this.load[metric][i] += sizes[s];
				base[i] += sizes[s];
			}
		}
		for (int shard : cohort.shards()) {
			int i = this.takers.givenTo(shard);
			if (i >= 0 && !this.model.hot.get(shard)) {
				base[i] = Math.max(0, base[i] - sizes[shard]);
				amount += sizes[shard];
			}
		}
		double[] room = new double[base.length];
		Arrays.fill(room, Double.POSITIVE_INFINITY);
		this.even[metric] = Shares.of(amount, this.takers.weight, base, room);
		for (int i = 0; i < base.length; i++) {
			this.even[metric][i] += base[i];
		}
	}

	void move(int shard, int from, int to) {
		for (int m = 0; m < this.load.length; m++) {
			double size = this.model.sized.metrics()[m][shard];
			this.load[m][from] -= size;
			this.load[m][to] += size;
		}
	}

	/**
	 * The metric by which a taker is furthest above what is even.
	 * @param taker the taker
	 * @return the number of the metric
	 */
	int worst(int taker) {
		int worst = 0;
		for (int m = 1; m < this.load.length; m++) {
			worst = (ratio(m, taker) > ratio(worst, taker)) ? m : worst;
		}
		return worst;
	}

	double ratio(int metric, int taker) {
		return this.load[metric][taker] / Math.max(this.even[metric][taker], Rounding.EPSILON);
	}

	double ratio(int taker) {
		return ratio(worst(taker), taker);
	}

	/**
	 * The larger of two takers' ratios if shards were exchanged.
	 * @param from one taker
	 * @param shard what it gives
	 * @param to the other taker
	 * @param back what it gives in exchange, or {@link Model#NONE}
	 * @return the ratio by whatever metric is worst
	 */
	double after(int from, int shard, int to, int back) {
		double worst = 0;
		for (int m = 0; m < this.load.length; m++) {
			double[] sizes = this.model.sized.metrics()[m];
			double change = sizes[shard] - ((back >= 0) ? sizes[back] : 0);
			worst = Math.max(worst, (this.load[m][from] - change) / Math.max(this.even[m][from], Rounding.EPSILON));
			worst = Math.max(worst, (this.load[m][to] + change) / Math.max(this.even[m][to], Rounding.EPSILON));
		}
		return worst;
	}

	double load(int metric, int taker) {
		return this.load[metric][taker];
	}

	double even(int metric, int taker) {
		return this.even[metric][taker];
	}

}
