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
		throw new IllegalStateException("planner is not built yet");
	}

}
