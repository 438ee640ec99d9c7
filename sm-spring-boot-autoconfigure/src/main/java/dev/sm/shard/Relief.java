package dev.sm.shard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes load off participants that are above the tolerance until they are within half of
 * it, and gives a participant that has nothing yet what others have above the even share.
 */
final class Relief {

	/** Enough for every pass to find what the one before made possible. */
	private static final int PASSES = 64;

	private final Takers takers;

	private final Holdings holdings;

	Relief(Takers takers, Holdings holdings) {
		this.takers = takers;
		this.holdings = holdings;
	}

	/**
	 * Whether there is anything to do.
	 * @param takers the takers
	 * @return whether one has too much, or nothing
	 */
	static boolean needed(Takers takers) {
		return IntStream.range(0, takers.size()).anyMatch((i) -> takers.load[i] == 0 || takers.overloaded(i));
	}

	boolean run() {
		int passes = 0;
		while ((welcome() | pass()) && passes < PASSES) {
			passes++;
		}
		return passes > 0;
	}

	/**
	 * Gives participants that have nothing what others have above the even share.
	 * @return whether anything moved
	 */
	boolean welcome() {
		boolean moved = false;
		for (int i = 0; i < this.takers.size(); i++) {
			if (this.takers.load[i] == 0) {
				welcome(i);
				moved |= this.takers.load[i] > 0;
			}
		}
		return moved;
	}

	private void welcome(int newcomer) {
		IntStream.range(0, this.takers.size())
			.filter((i) -> this.takers.load[i] > this.takers.even[i])
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> -this.takers.load[i] / this.takers.weight[i]))
			.forEach((donor) -> {
				int at = fitting(donor, newcomer, this.takers.even[newcomer]);
				while (at < this.holdings.of(donor).size() && this.takers.room(newcomer) > 0) {
					this.holdings.move(at, donor, newcomer);
					at = fitting(donor, newcomer, this.takers.even[newcomer]);
				}
			});
	}

	private boolean pass() {
		LeastLoaded least = new LeastLoaded(this.takers.load, this.takers.weight);
		List<Integer> donors = new ArrayList<>();
		for (int i = 0; i < this.takers.size(); i++) {
			if (this.takers.overloaded(i)) {
				donors.add(i);
			}
			else if (this.takers.room(i) > 0) {
				least.push(i);
			}
		}
		donors.sort(Comparator.comparingDouble((i) -> -this.takers.load[i] / this.takers.weight[i]));
		boolean moved = false;
		for (int donor : donors) {
			moved |= relieve(donor, least);
		}
		return moved;
	}

	private boolean relieve(int donor, LeastLoaded least) {
		boolean moved = false;
		while (this.takers.load[donor] > this.takers.goal(donor) && !least.isEmpty()) {
			int to = least.top();
			int at = choose(donor, to);
			if (at < 0) {
				break;
			}
			this.holdings.move(at, donor, to);
			if (this.takers.room(to) == 0) {
				least.pop();
			}
			else {
				least.topGrew();
			}
			moved = true;
		}
		return moved;
	}

	/**
	 * The largest shard that overshoots neither side, or else the smallest that helps.
	 */
	private int choose(int donor, int to) {
		int at = fitting(donor, to, this.takers.goal(to));
		int last = this.holdings.of(donor).size() - 1;
		if (at <= last) {
			return at;
		}
		boolean helps = last >= 0 && this.takers.overloaded(donor)
				&& (this.takers.load[to] + this.holdings.size(donor, last)) / this.takers.weight[to]
						+ Rounding.EPSILON < this.takers.load[donor] / this.takers.weight[donor];
		return helps ? last : -1;
	}

	private int fitting(int donor, int to, double limit) {
		double spare = this.takers.load[donor] - this.takers.even[donor];
		return this.holdings.atMost(donor, Math.min(spare, limit - this.takers.load[to]));
	}

}
