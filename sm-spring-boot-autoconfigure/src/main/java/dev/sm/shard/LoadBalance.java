package dev.sm.shard;

import java.util.Arrays;

/**
 * Places a cohort of shards that weigh differently: shards without an owner go, largest
 * first, to the participant with the least load (Graham's LPT rule); shards that have one
 * move only if it is above its even share by more than the tolerance, and then until it
 * is within half of it.
 */
final class LoadBalance {

	private final Model model;

	private final double[] sizes;

	LoadBalance(Model model, double[] sizes) {
		this.model = model;
		this.sizes = sizes;
	}

	void place(Cohort cohort) {
		Takers takers = new Takers(this.model, cohort);
		double[] load = new double[takers.size()];
		double[] even = even(cohort, takers);
		for (int i = 0; i < load.length; i++) {
			load[i] = cohort.group().load[takers.participants[i]];
		}
		int[] loose = keep(cohort, takers, load);
		fill(cohort, takers, load, bySize(loose));
		new Relief(this.model, this.sizes, cohort, takers, load, even).run();
	}

	private double[] even(Cohort cohort, Takers takers) {
		double amount = 0;
		for (int shard : cohort.shards()) {
			amount += this.sizes[shard];
		}
		double[] base = new double[takers.size()];
		double[] room = new double[takers.size()];
		for (int i = 0; i < base.length; i++) {
			base[i] = cohort.group().load[takers.participants[i]];
		}
		Arrays.fill(room, Double.POSITIVE_INFINITY);
		double[] even = Shares.of(amount, takers.weight, base, room);
		for (int i = 0; i < even.length; i++) {
			even[i] += base[i];
		}
		return even;
	}

	private int[] keep(Cohort cohort, Takers takers, double[] load) {
		int[] loose = new int[cohort.shards().length];
		int count = 0;
		for (int shard : bySize(cohort.shards())) {
			int i = takers.holder(this.model, shard);
			if (i < 0) {
				loose[count++] = shard;
				continue;
			}
			if (this.model.room(takers.participants[i]) == 0) {
				this.model.why[shard] = Reasons.full(this.model.participants[takers.participants[i]]);
				loose[count++] = shard;
				continue;
			}
			give(cohort, shard, takers.participants[i]);
			load[i] += this.sizes[shard];
		}
		return Arrays.copyOf(loose, count);
	}

	private void fill(Cohort cohort, Takers takers, double[] load, int[] loose) {
		LeastLoaded least = new LeastLoaded(load, takers.weight);
		for (int i = 0; i < load.length; i++) {
			least.push(i);
		}
		for (int shard : loose) {
			while (!least.isEmpty() && this.model.room(takers.participants[least.top()]) == 0) {
				least.pop();
			}
			if (least.isEmpty()) {
				return;
			}
			int i = least.top();
			give(cohort, shard, takers.participants[i]);
			load[i] += this.sizes[shard];
			least.topGrew();
		}
	}

	private void give(Cohort cohort, int shard, int participant) {
		this.model.place(shard, participant);
		cohort.group().add(participant, this.sizes[shard]);
	}

	private int[] bySize(int[] shards) {
		return Arrays.stream(shards).boxed().sorted((a, b) -> {
			int bySize = Double.compare(this.sizes[b], this.sizes[a]);
			return (bySize != 0) ? bySize : Integer.compare(a, b);
		}).mapToInt(Integer::intValue).toArray();
	}

}
