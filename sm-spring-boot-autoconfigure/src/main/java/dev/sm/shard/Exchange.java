package dev.sm.shard;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exchanges heavy shards of participants that are above the tolerance for lighter ones of
 * others, two moves at a time, so that the counts stay as they are.
 */
final class Exchange {

	/** Of how many others, from the least loaded on, shards are looked at. */
	private static final int OTHERS = 4;

	private final Model model;

	private final Takers takers;

	private final Holdings holdings;

	Exchange(Model model, Takers takers, Holdings holdings) {
		this.model = model;
		this.takers = takers;
		this.holdings = holdings;
	}

	/**
	 * Whether there is anything to do.
	 * @param takers the takers
	 * @return whether one has too much
	 */
	static boolean needed(Takers takers) {
		return IntStream.range(0, takers.size()).anyMatch(takers::overloaded);
	}

	boolean run() {
		int most = this.model.shards.length;
		int left = most;
		boolean exchanged = true;
		while (exchanged && left > 0) {
			exchanged = false;
			for (int donor : byLoad().filter(this.takers::overloaded).toArray()) {
				while (this.takers.load[donor] > this.takers.goal(donor) && left > 0 && exchange(donor)) {
					exchanged = true;
					left--;
				}
			}
		}
		return left < most;
	}

	private IntStream byLoad() {
		return IntStream.range(0, this.takers.size())
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> -this.takers.load[i] / this.takers.weight[i]))
			.mapToInt(Integer::intValue);
	}

	private boolean exchange(int donor) {
		int[] all = byLoad().toArray();
		for (int i = all.length - 1; i >= Math.max(0, all.length - OTHERS); i--) {
			if (all[i] != donor && exchange(donor, all[i])) {
				return true;
			}
		}
		return false;
	}

	/** The pair with the largest difference that overshoots neither side. */
	private boolean exchange(int donor, int other) {
		double fits = Math.min(this.takers.load[donor] - this.takers.even[donor],
				this.takers.goal(other) - this.takers.load[other]);
		List<Integer> light = this.holdings.of(other);
		double best = Rounding.EPSILON;
		int heavyAt = -1;
		int lightAt = -1;
		for (int at = 0; at < this.holdings.of(donor).size(); at++) {
			double heavy = this.holdings.size(donor, at);
			int smallest = lastAtLeast(other, heavy - fits);
			double difference = (smallest >= 0) ? heavy - this.holdings.size(other, smallest) : 0;
			if (difference > best) {
				best = difference;
				heavyAt = at;
				lightAt = smallest;
			}
		}
		if (heavyAt < 0) {
			return false;
		}
		int shard = light.get(lightAt);
		int heavy = this.holdings.of(donor).get(heavyAt);
		this.holdings.move(heavyAt, donor, other);
		this.takers.because(shard, other, heavy);
		this.holdings.move(light.indexOf(shard), other, donor);
		return true;
	}

	/** The smallest of a taker's shards that is no smaller than a limit. */
	private int lastAtLeast(int taker, double limit) {
		int at = this.holdings.atMost(taker, limit);
		boolean exact = at < this.holdings.of(taker).size() && this.holdings.size(taker, at) == limit;
		return exact ? at : at - 1;
	}

}
