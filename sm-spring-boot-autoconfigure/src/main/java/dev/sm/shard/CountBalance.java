package dev.sm.shard;

import java.util.Arrays;

/**
 * Places a cohort of shards that all weigh the same: every participant gets floor or
 * ceiling of its even share, and only what is above leaves. Where loads were measured,
 * {@link Exchange} follows, which leaves the counts as they are.
 */
final class CountBalance {

	private final Model model;

	private final Cohort cohort;

	private final Takers takers;

	private final double[] base;

	CountBalance(Model model, Cohort cohort) {
		this.model = model;
		this.cohort = cohort;
		this.takers = new Takers(model, cohort);
		this.base = new double[this.takers.size()];
		Arrays.setAll(this.base, (i) -> {
			int p = this.takers.participants[i];
			return cohort.group().count(p) + cohort.group().later(p);
		});
	}

	void place() {
		int n = this.takers.size();
		double[] room = new double[n];
		int[] total = new int[n];
		long space = 0;
		for (int i = 0; i < n; i++) {
			int free = this.takers.room(i);
			room[i] = (free == Integer.MAX_VALUE) ? Double.POSITIVE_INFINITY : free;
			total[i] = this.model.held[this.takers.participants[i]];
			space += free;
		}
		int amount = (int) Math.min(this.cohort.shards().length, space);
		double[] shares = Shares.of(amount, this.takers.weight, this.base, room);
		int[] counts = new Rounding(shares, this.takers.current, total, this.takers.zone, this.takers.zones)
			.round(amount);
		int[] loose = this.takers.toStandbys(keep(counts, shares), (i) -> counts[i] > 0, (i) -> counts[i]--);
		if (this.model.sizes == this.model.layout.weights) {
			fill(counts, loose);
		}
		else {
			fillByLoad(counts, this.model.largestFirst(loose));
		}
	}

	private int[] keep(int[] counts, double[] shares) {
		int[] loose = new int[this.cohort.shards().length];
		int count = 0;
		for (int shard : this.cohort.shards()) {
			int i = this.takers.holder(shard);
			if (i >= 0 && counts[i] > 0) {
				counts[i]--;
				this.takers.give(shard, i);
				continue;
			}
			if (i >= 0) {
				this.model.why.put(shard, Reasons.balance(this.takers.name(i),
						(int) Math.round(this.base[i]) + this.takers.current[i], this.base[i] + shares[i]));
			}
			loose[count++] = shard;
		}
		return Arrays.copyOf(loose, count);
	}

	private void fill(int[] missing, int[] loose) {
		int i = 0;
		for (int shard : loose) {
			while (i < missing.length && missing[i] == 0) {
				i++;
			}
			if (i == missing.length) {
				return;
			}
			missing[i]--;
			this.takers.give(shard, i);
		}
	}

	private void fillByLoad(int[] missing, int[] loose) {
		LeastLoaded least = new LeastLoaded(this.takers.load, this.takers.weight);
		for (int i = 0; i < missing.length; i++) {
			if (missing[i] > 0) {
				least.push(i);
			}
		}
		for (int shard : loose) {
			if (least.isEmpty()) {
				return;
			}
			int i = least.top();
			this.takers.give(shard, i);
			if (--missing[i] == 0) {
				least.pop();
			}
			else {
				least.topGrew();
			}
		}
	}

}
