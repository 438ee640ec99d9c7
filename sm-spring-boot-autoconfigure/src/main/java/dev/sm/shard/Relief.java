package dev.sm.shard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Takes load off participants that are above the tolerance, or gives some to one that has
 * nothing yet.
 */
final class Relief {

	/** Enough for every pass to find what the one before made possible. */
	private static final int PASSES = 64;

	private final Model model;

	private final double[] sizes;

	private final Cohort cohort;

	private final Takers takers;

	private final double[] load;

	private final double[] even;

	private final double tolerance;

	private final List<List<Integer>> shards = new ArrayList<>();

	private final Comparator<Integer> largestFirst;

	Relief(Model model, double[] sizes, Cohort cohort, Takers takers, double[] load, double[] even) {
		this.model = model;
		this.sizes = sizes;
		this.cohort = cohort;
		this.takers = takers;
		this.load = load;
		this.even = even;
		this.tolerance = model.request.options().tolerance();
		this.largestFirst = Comparator.<Integer>comparingDouble((shard) -> -sizes[shard])
			.thenComparing(Comparator.naturalOrder());
	}

	void run() {
		boolean needed = false;
		for (int i = 0; i < this.load.length; i++) {
			needed |= overloaded(i);
		}
		if (!needed) {
			return;
		}
		collect();
		int passes = 0;
		while (pass() && ++passes < PASSES) {
			continue;
		}
	}

	private boolean overloaded(int i) {
		return this.load[i] > this.even[i] * (1 + this.tolerance) + Rounding.EPSILON;
	}

	private void collect() {
		int[] position = new int[this.model.participants.length];
		for (int i = 0; i < this.load.length; i++) {
			position[this.takers.participants[i]] = i;
			this.shards.add(new ArrayList<>());
		}
		for (int shard : this.cohort.shards()) {
			int target = this.model.target[shard];
			if (target >= 0) {
				this.shards.get(position[target]).add(shard);
			}
		}
		this.shards.forEach((list) -> list.sort(this.largestFirst));
	}

	private boolean pass() {
		LeastLoaded least = new LeastLoaded(this.load, this.takers.weight);
		List<Integer> donors = new ArrayList<>();
		for (int i = 0; i < this.load.length; i++) {
			if (overloaded(i)) {
				donors.add(i);
			}
			else if (this.model.room(this.takers.participants[i]) > 0) {
				least.push(i);
			}
		}
		donors.sort(Comparator.comparingDouble((i) -> -this.load[i] / this.takers.weight[i]));
		boolean moved = false;
		for (int donor : donors) {
			moved |= relieve(donor, least);
		}
		return moved;
	}

	private boolean relieve(int donor, LeastLoaded least) {
		boolean moved = false;
		double goal = this.even[donor] * (1 + this.tolerance / 2);
		double held = this.load[donor];
		while (this.load[donor] > goal && !least.isEmpty()) {
			int to = least.top();
			int at = choose(donor, to);
			if (at < 0) {
				break;
			}
			int shard = this.shards.get(donor).remove(at);
			move(shard, donor, to, held);
			if (this.model.room(this.takers.participants[to]) == 0) {
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
		List<Integer> held = this.shards.get(donor);
		double fits = Math.min(this.load[donor] - this.even[donor],
				this.even[to] * (1 + this.tolerance / 2) - this.load[to]);
		for (int at = 0; at < held.size(); at++) {
			if (this.sizes[held.get(at)] <= fits) {
				return at;
			}
		}
		int last = held.size() - 1;
		boolean helps = last >= 0 && overloaded(donor) && (this.load[to] + this.sizes[held.get(last)])
				/ this.takers.weight[to] < this.load[donor] / this.takers.weight[donor] - Rounding.EPSILON;
		return helps ? last : -1;
	}

	private void move(int shard, int donor, int to, double before) {
		double size = this.sizes[shard];
		int from = this.takers.participants[donor];
		this.model.held[from]--;
		this.model.place(shard, this.takers.participants[to]);
		GroupState group = this.cohort.group();
		group.count[from]--;
		group.load[from] -= size;
		group.add(this.takers.participants[to], size);
		this.load[donor] -= size;
		this.load[to] += size;
		List<Integer> held = this.shards.get(to);
		held.add(-1 - Collections.binarySearch(held, shard, this.largestFirst), shard);
		if (this.model.owner[shard] == from) {
			this.model.why[shard] = Reasons.load(this.model.participants[from].id(), before, this.even[donor],
					this.tolerance);
		}
	}

}
