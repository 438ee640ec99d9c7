package dev.sm.benchmarks.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.shardingsphere.elasticjob.infra.handler.sharding.JobInstance;
import org.apache.shardingsphere.elasticjob.infra.handler.sharding.JobShardingStrategy;

/**
 * ElasticJob's strategies: shards are the sharding items of a job, participants its
 * instances. They know neither weights nor who has what.
 *
 * @param strategy the strategy
 */
record ElasticJob(JobShardingStrategy strategy) implements Contestant {

	@Override
	public Task prepare(Scenario scenario) {
		List<JobInstance> instances = new ArrayList<>();
		for (int p = 0; p < scenario.participants(); p++) {
			if (scenario.isThere(p)) {
				instances.add(new JobInstance(Scenario.participant(p), null, "127.0.0.1"));
			}
		}
		return new Task() {

			@Override
			public Object plan() {
				return ElasticJob.this.strategy.sharding(instances, "shards", scenario.shards());
			}

			@Override
			@SuppressWarnings("unchecked")
			public int[] read(Object plan) {
				int[] read = new int[scenario.shards()];
				((Map<JobInstance, List<Integer>>) plan).forEach((instance, items) -> items
					.forEach((item) -> read[item] = Scenario.number(instance.getJobInstanceId())));
				return read;
			}

		};
	}

}
