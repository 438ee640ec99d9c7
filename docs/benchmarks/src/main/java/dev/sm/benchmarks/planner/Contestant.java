package dev.sm.benchmarks.planner;

/**
 * Something that shares shards out.
 */
interface Contestant {

	/**
	 * Prepares what is not to be measured.
	 * @param scenario the scenario
	 * @return what is to be measured
	 */
	Task prepare(Scenario scenario);

	/**
	 * What is measured.
	 */
	interface Task {

		/**
		 * Plans.
		 * @return the plan as the contestant has it
		 * @throws Exception if it fails
		 */
		Object plan() throws Exception;

		/**
		 * Reads a plan.
		 * @param plan what {@link #plan()} returned
		 * @return the owner of each shard
		 */
		int[] read(Object plan);

	}

}
