package dev.sm.shard;

/**
 * Computes where shards should be. Pure, deterministic and thread-safe: the same request
 * gives the same plan, whatever the order of its collections, and a plan's targets are
 * planned again without a move. Planning again is fastest with the same list of shards
 * and the targets of the plan before as owners.
 *
 * <p>
 * The phases: shards without a choice ({@link Pins}), then cohorts of shards that the
 * same participants may own ({@link Cohorts}), those with the fewest such participants
 * first, each by count ({@link CountBalance}) or by load ({@link LoadBalance}).
 */
public final class Planner {

	/**
	 * Plans.
	 * @param request all that the plan depends on
	 * @return the plan
	 */
	public Plan plan(PlanRequest request) {
		Model model = new Model(request);
		new Pins(model).place();
		for (Cohort cohort : new Cohorts(model).build()) {
			if (cohort.counted()) {
				new CountBalance(model, cohort).place();
			}
			else {
				new LoadBalance(model, cohort).place();
			}
			cohort.group().placedCohort();
		}
		return new Outcome(model).plan();
	}

}
