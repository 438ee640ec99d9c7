package dev.sm.shard;

import java.util.Arrays;

/**
 * Places a cohort of shards that all weigh the same: every participant gets floor or
 * ceiling of its even share, and only what is above leaves.
 */
final class CountBalance {

	private final Model model;

	private final double[] sizes;

	CountBalance(Model model, double[] sizes) {
		this.model = model;
		this.sizes = sizes;
	}

	void place(Cohort cohort) {
		Takers takers = new Takers(this.model, cohort);
		int n = takers.size();
		double[] base = new double[n];
		double[] room = new double[n];
		int[] total = new int[n];
		long space = 0;
		for (int i = 0; i < n; i++) {
			int p = takers.participants[i];
			base[i] = cohort.group().count[p];
			total[i] = this.model.held[p];
			int free = this.model.room(p);
			room[i] = (free == Integer.MAX_VALUE) ? Double.POSITIVE_INFINITY : free;
			space += free;
		}
		int amount = (int) Math.min(cohort.shards().length, space);
		double[] shares = Shares.of(amount, takers.weight, base, room);
		int[] counts = new Rounding(shares, takers.current, total, takers.zone, takers.zones).round(amount);
		fill(cohort, takers, counts, keep(cohort, takers, counts, shares, base));
	}

	private int[] keep(Cohort cohort, Takers takers, int[] counts, double[] shares, double[] base) {
		int[] kept = new int[takers.size()];
		int[] loose = new int[cohort.shards().length];
		int count = 0;
		for (int shard : cohort.shards()) {
			int i = takers.holder(this.model, shard);
			if (i >= 0 && kept[i] < counts[i]) {
				kept[i]++;
				give(cohort, shard, takers.participants[i]);
				continue;
			}
			if (i >= 0) {
				this.model.why[shard] = Reasons.balance(this.model.participants[takers.participants[i]].id(),
						(int) base[i] + takers.current[i], base[i] + shares[i]);
			}
			loose[count++] = shard;
		}
		for (int i = 0; i < kept.length; i++) {
			counts[i] -= kept[i];
		}
		return Arrays.copyOf(loose, count);
	}

	private void fill(Cohort cohort, Takers takers, int[] missing, int[] loose) {
		int i = 0;
		for (int shard : loose) {
			while (i < missing.length && missing[i] == 0) {
				i++;
			}
			if (i == missing.length) {
				return;
			}
			missing[i]--;
			give(cohort, shard, takers.participants[i]);
		}
	}

	private void give(Cohort cohort, int shard, int participant) {
		this.model.place(shard, participant);
		cohort.group().add(participant, this.sizes[shard]);
	}

}
