package dev.sm.shard;

import java.util.Arrays;

/**
 * Places a cohort of shards that weigh differently: shards without an owner go, largest
 * first, to the participant with the least load (Graham's LPT rule); shards that have one
 * stay, unless {@link Relief} moves them.
 */
final class LoadBalance {

	private final Model model;

	private final Cohort cohort;

	private final Takers takers;

	LoadBalance(Model model, Cohort cohort) {
		this.model = model;
		this.cohort = cohort;
		this.takers = new Takers(model, cohort);
	}

	void place() {
		int[] loose = keep(this.model.largestFirst(this.cohort.shards()));
		fill(this.takers.toStandbys(loose, (i) -> this.takers.room(i) > 0 && this.takers.load[i] < this.takers.even[i],
				(i) -> {
				}));
	}

	private int[] keep(int[] shards) {
		int[] loose = new int[shards.length];
		int count = 0;
		for (int shard : shards) {
			int i = this.takers.holder(shard);
			if (i >= 0 && this.takers.room(i) > 0) {
				this.takers.give(shard, i);
				continue;
			}
			loose[count++] = shard;
		}
		return Arrays.copyOf(loose, count);
	}

	private void fill(int[] loose) {
		LeastLoaded least = new LeastLoaded(this.takers.load, this.takers.weight);
		for (int i = 0; i < this.takers.size(); i++) {
			least.push(i);
		}
		for (int shard : loose) {
			while (!least.isEmpty() && this.takers.room(least.top()) == 0) {
				least.pop();
			}
			if (least.isEmpty()) {
				return;
			}
			this.takers.give(shard, least.top());
			least.topGrew();
		}
	}

}
