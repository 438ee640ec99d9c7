package dev.sm.shard;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rounds even shares to whole shards: each taker gets floor or ceiling of its share, and
 * each zone floor or ceiling of its takers' sum. Among the ways to do so, it takes one
 * that moves the fewest shards.
 */
final class Rounding {

	/** What arithmetic may have lost. */
	static final double EPSILON = 1e-7;

	private final double[] shares;

	private final int[] current;

	private final int[] total;

	private final int[] zone;

	private final int zones;

	private final int[] counts;

	/**
	 * Prepares.
	 * @param shares the even shares
	 * @param current how many shards of the cohort each taker holds now
	 * @param total how many shards each taker has of all cohorts so far; fewer come first
	 * @param zone the zone of each taker, by number
	 * @param zones how many zones there are
	 */
	Rounding(double[] shares, int[] current, int[] total, int[] zone, int zones) {
		this.shares = shares;
		this.current = current;
		this.total = total;
		this.zone = zone;
		this.zones = zones;
		this.counts = new int[shares.length];
	}

	static int floor(double share) {
		return (int) Math.floor(share + EPSILON);
	}

	static int ceiling(double share) {
		return (int) Math.ceil(share - EPSILON);
	}

	int[] round(int amount) {
		int left = amount;
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = floor(this.shares[i]);
			left -= this.counts[i];
		}
		if (left > 0) {
			int[] extra = extraByZone(left);
			giveExtra(extra);
		}
		return this.counts;
	}

	private int[] extraByZone(int left) {
		double[] share = new double[this.zones];
		int[] floors = new int[this.zones];
		int[] saving = new int[this.zones];
		int[] open = new int[this.zones];
		for (int i = 0; i < this.counts.length; i++) {
			int z = this.zone[i];
			share[z] += this.shares[i];
			floors[z] += this.counts[i];
			open[z] += open(i) ? 1 : 0;
			saving[z] += (open(i) && this.current[i] > this.counts[i]) ? 1 : 0;
		}
		int[] extra = new int[this.zones];
		int rest = left;
		for (int z = 0; z < this.zones; z++) {
			extra[z] = Math.min(open[z], Math.max(0, floor(share[z]) - floors[z]));
			rest -= extra[z];
		}
		int[] order = order(this.zones,
				Comparator.<Integer>comparingInt((z) -> (saving[z] > extra[z]) ? 0 : 1)
					.thenComparingDouble((z) -> -fraction(share[z]))
					.thenComparingInt((z) -> z));
		for (int z : order) {
			if (rest > 0 && extra[z] < open[z] && ceiling(share[z]) > floor(share[z])) {
				extra[z]++;
				rest--;
			}
		}
		for (int z = 0; z < this.zones && rest > 0; z++) {
			int more = Math.min(rest, open[z] - extra[z]);
			extra[z] += more;
			rest -= more;
		}
		return extra;
	}

	private void giveExtra(int[] extra) {
		int[] order = order(this.counts.length,
				Comparator.<Integer>comparingInt((i) -> (this.current[i] > this.counts[i]) ? 0 : 1)
					.thenComparingInt((i) -> this.total[i] + this.counts[i])
					.thenComparingDouble((i) -> -fraction(this.shares[i]))
					.thenComparingInt((i) -> i));
		for (int i : order) {
			if (open(i) && extra[this.zone[i]] > 0) {
				this.counts[i]++;
				extra[this.zone[i]]--;
			}
		}
	}

	private boolean open(int i) {
		return ceiling(this.shares[i]) > floor(this.shares[i]);
	}

	private static double fraction(double share) {
		return share - floor(share);
	}

	private static int[] order(int size, Comparator<Integer> comparator) {
		return IntStream.range(0, size).boxed().sorted(comparator).mapToInt(Integer::intValue).toArray();
	}

}
