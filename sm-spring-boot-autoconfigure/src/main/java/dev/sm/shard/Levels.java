package dev.sm.shard;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Even shares of a group whose cohorts may be owned by different participants: begins
 * with what is held now and pours each cohort anew around the others until nothing flows
 * any more (block coordinate descent on a convex sum, so that the totals become as even
 * as can be). What is even already stays where it is. Mutable; lives for one plan.
 */
final class Levels {

	private static final int PASSES = 100;

	private static final double STILL = 1e-6;

	private final Model model;

	private final GroupState group;

	private final Map<Cohort, double[]> shares = new IdentityHashMap<>();

	private final double[] later;

	/**
	 * Computes the shares.
	 * @param model the model
	 * @param group the group
	 * @param cohorts its cohorts
	 */
	Levels(Model model, GroupState group, List<Cohort> cohorts) {
		this.model = model;
		this.group = group;
		this.later = new double[model.participants.length];
		for (Cohort cohort : cohorts) {
			int[] current = new Takers(model, cohort).current;
			put(cohort, Arrays.stream(current).asDoubleStream().toArray());
		}
		int passes = 0;
		double flow = Double.MAX_VALUE;
		while (flow > STILL && passes++ < PASSES) {
			flow = 0;
			for (Cohort cohort : cohorts) {
				flow = Math.max(flow, pour(cohort));
			}
		}
	}

	private double pour(Cohort cohort) {
		double[] before = take(cohort);
		double[] weight = new double[before.length];
		double[] base = new double[before.length];
		double[] room = new double[before.length];
		for (int i = 0; i < before.length; i++) {
			int p = cohort.eligible()[i];
			int free = this.model.room(p);
			weight[i] = this.model.participants[p].weight();
			base[i] = this.group.count(p) + this.later[p];
			room[i] = (free == Integer.MAX_VALUE) ? Double.POSITIVE_INFINITY : Math.max(0, free - this.later[p]);
		}
		double[] after = Shares.of(cohort.shards().length, weight, base, room);
		put(cohort, after);
		double flow = 0;
		for (int i = 0; i < before.length; i++) {
			flow = Math.max(flow, Math.abs(after[i] - before[i]));
		}
		return flow;
	}

	private void put(Cohort cohort, double[] amounts) {
		this.shares.put(cohort, amounts);
		for (int i = 0; i < amounts.length; i++) {
			this.later[cohort.eligible()[i]] += amounts[i];
		}
	}

	/**
	 * Leaves out a cohort that is about to be placed.
	 * @param cohort the cohort
	 * @return its shares
	 */
	double[] take(Cohort cohort) {
		double[] amounts = this.shares.remove(cohort);
		if (amounts == null) {
			return new double[0];
		}
		for (int i = 0; i < amounts.length; i++) {
			this.later[cohort.eligible()[i]] -= amounts[i];
		}
		return amounts;
	}

	/**
	 * What the cohorts that are yet to be placed are going to take of a participant.
	 * @param participant the participant
	 * @return the number of shards, possibly a fraction
	 */
	double later(int participant) {
		return Math.max(0, this.later[participant]);
	}

}
