package dev.sm.shard;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Evens several metrics out at once: of a participant that is above the tolerance by any
 * of them, the shard goes elsewhere, or is exchanged for another, that brings the worse
 * of the two participants furthest down by its worst metric; until it is within half the
 * tolerance. Each step lowers the worse of two, so that it comes to an end.
 */
final class MetricRelief {

	/** Of how many others, from the least loaded on, shards are looked at. */
	private static final int OTHERS = 8;

	/** What a step must gain at least: less is noise. */
	private static final double GAIN = 1e-4;

	private final Takers takers;

	private final Holdings holdings;

	private final Metrics metrics;

	private final boolean counted;

	private final double tolerance;

	private int shard;

	private int other;

	private int back;

	private double best;

	MetricRelief(Model model, Cohort cohort, Takers takers, Holdings holdings) {
		this.takers = takers;
		this.holdings = holdings;
		this.metrics = new Metrics(model, cohort, takers);
		this.counted = cohort.counted();
		this.tolerance = model.request.options().tolerance();
	}

	boolean run() {
		boolean moved = false;
		boolean progress = true;
		while (progress) {
			progress = false;
			for (int donor : byRatio()) {
				if (this.metrics.ratio(donor) <= 1 + this.tolerance + Rounding.EPSILON) {
					continue;
				}
				while (this.metrics.ratio(donor) > 1 + this.tolerance / 2 && step(donor)) {
					progress = true;
					moved = true;
				}
			}
		}
		return moved;
	}

	private int[] byRatio() {
		return IntStream.range(0, this.takers.size())
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> -this.metrics.ratio(i)))
			.mapToInt(Integer::intValue)
			.toArray();
	}

	private boolean step(int donor) {
		int worst = this.metrics.worst(donor);
		this.best = this.metrics.ratio(donor) - GAIN;
		this.shard = Model.NONE;
		IntStream.range(0, this.takers.size())
			.filter((i) -> i != donor)
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> this.metrics.ratio(worst, i)))
			.limit(OTHERS)
			.forEach((candidate) -> consider(donor, candidate));
		if (this.shard < 0) {
			return false;
		}
		this.takers.because(this.shard, donor, this.metrics.load(worst, donor), this.metrics.even(worst, donor), worst);
		move(this.shard, donor, this.other);
		if (this.back >= 0) {
			this.takers.because(this.back, this.other, this.shard);
			move(this.back, this.other, donor);
		}
		return true;
	}

	private void consider(int donor, int candidate) {
		List<Integer> given = this.holdings.of(donor);
		for (int some : given) {
			if (!this.counted && this.takers.room(candidate) > 0) {
				consider(donor, some, candidate, Model.NONE);
			}
			for (int exchanged : this.holdings.of(candidate)) {
				consider(donor, some, candidate, exchanged);
			}
		}
	}

	private void consider(int donor, int some, int candidate, int exchanged) {
		double after = this.metrics.after(donor, some, candidate, exchanged);
		if (after < this.best) {
			this.best = after;
			this.shard = some;
			this.other = candidate;
			this.back = exchanged;
		}
	}

	private void move(int some, int from, int to) {
		this.metrics.move(some, from, to);
		this.holdings.move(this.holdings.of(from).indexOf(some), from, to);
	}

}
