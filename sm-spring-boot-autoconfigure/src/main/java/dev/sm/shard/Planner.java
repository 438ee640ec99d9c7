package dev.sm.shard;

/**
 * Computes where shards should be. Pure, deterministic and thread-safe: the same request
 * gives the same plan, whatever the order of its collections.
 */
public final class Planner {

	/**
	 * Plans.
	 * @param request all that the plan depends on
	 * @return the plan
	 */
	public Plan plan(PlanRequest request) {
		Model model = new Model(request);
		double[] sizes = Sizes.of(model);
		new Pins(model).place();
		for (Cohort cohort : new Cohorts(model, sizes).build()) {
			if (cohort.group().counted) {
				new CountBalance(model, sizes).place(cohort);
			}
			else {
				new LoadBalance(model, sizes).place(cohort);
			}
		}
		return new Outcome(model).plan();
	}

}
