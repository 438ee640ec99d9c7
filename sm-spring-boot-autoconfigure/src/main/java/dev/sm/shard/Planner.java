package dev.sm.shard;

import java.util.Arrays;
import java.util.List;

/**
 * Computes where shards should be. Pure, deterministic and thread-safe: the same request
 * gives the same plan, whatever the order of its collections, and a plan's targets are
 * planned again without a move. Planning again is fastest with the same list of shards
 * and the targets of the plan before as owners.
 *
 * <p>
 * The phases: shards without a choice ({@link Pins}), shards of lost owners that have
 * standbys ({@link Promotions}), then cohorts of shards that the same participants may
 * own ({@link Cohorts}), those with the fewest such participants first, each by count
 * ({@link CountBalance}) or by load ({@link LoadBalance}, {@link Relief}); at last who
 * keeps copies ({@link Standbys}).
 */
public final class Planner {

	/** Enough for cohorts that stand in each other's way. */
	private static final int ROUNDS = 8;

	/**
	 * Plans.
	 * @param request all that the plan depends on
	 * @return the plan
	 */
	public Plan plan(PlanRequest request) {
		Model model = new Model(request);
		boolean settled = place(model);
		for (int round = 0; !settled && round < ROUNDS; round++) {
			Model later = model.after();
			place(later);
			settled = Arrays.equals(later.target, model.target);
			model.follow(later);
		}
		new Standbys(model).place();
		return new Outcome(model).plan();
	}

	/**
	 * Whether the plan is known to settle at once: what there is depends on nothing else.
	 */
	private static boolean place(Model model) {
		new Pins(model).place();
		new Promotions(model).place();
		List<Cohort> cohorts = new Cohorts(model).build();
		for (Cohort cohort : cohorts) {
			cohort.group().place(model, cohort);
		}
		new Stays(model).place();
		return cohorts.size() <= 1;
	}

}
