package dev.sm.benchmarks.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.shard.Participant;
import dev.sm.shard.Plan;
import dev.sm.shard.PlanOptions;
import dev.sm.shard.PlanRequest;
import dev.sm.shard.Planner;
import dev.sm.shard.ShardSpec;

/**
 * The planner of sm. A replan begins as the controller has it: with the same list of
 * shards, and the targets of the plan before as owners.
 */
final class SmPlanner implements Contestant {

	private static final PlanOptions OPTIONS = PlanOptions.defaults();

	@Override
	public Task prepare(Scenario scenario) {
		int[] weights = scenario.weights();
		List<ShardSpec> specs = new ArrayList<>();
		for (int s = 0; s < scenario.shards(); s++) {
			specs.add(ShardSpec.builder(Scenario.shard(s)).weight(weights[s]).build());
		}
		List<ShardSpec> shards = List.copyOf(specs);
		List<Participant> participants = new ArrayList<>();
		for (int p = 0; p < scenario.participants(); p++) {
			if (scenario.isThere(p)) {
				participants.add(new Participant(Scenario.participant(p), Scenario.zone(p), 1, null, Set.of(), false));
			}
		}
		Map<String, String> owners = owners(scenario, shards);
		return new Task() {

			@Override
			public Object plan() {
				return new Planner().plan(new PlanRequest(shards, participants, owners, Map.of(), Map.of(), Map.of(),
						Set.of(), Map.of(), OPTIONS));
			}

			@Override
			public int[] read(Object plan) {
				int[] read = new int[scenario.shards()];
				((Plan) plan).targets()
					.forEach((shard, participant) -> read[Scenario.number(shard)] = Scenario.number(participant));
				return read;
			}

		};
	}

	private static Map<String, String> owners(Scenario scenario, List<ShardSpec> shards) {
		int[] before = scenario.owners();
		if (before == null) {
			return Map.of();
		}
		Map<String, String> owners = new HashMap<>();
		for (int s = 0; s < before.length; s++) {
			owners.put(Scenario.shard(s), Scenario.participant(before[s]));
		}
		Plan nothing = new Planner().plan(new PlanRequest(shards, List.of(), Map.of(), Map.of(), Map.of(), Map.of(),
				Set.of(), Map.of(), OPTIONS));
		return nothing.targetsBut(owners.keySet(), owners);
	}

}
