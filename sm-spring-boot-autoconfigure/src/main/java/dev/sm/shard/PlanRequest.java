package dev.sm.shard;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a plan depends on. Immutable.
 *
 * @param shards the shards to place
 * @param participants the participants that are there
 * @param owners who owns each shard now, by shard id; an owner may be gone
 * @param standbys who keeps a copy of each shard now, first in line first, by shard id;
 * they may be gone
 * @param preferred the participant that a person moved a shard to, by shard id: it stays
 * there as long as that participant is there, may own it and is not draining
 * @param loads the measured load of shards, by shard id: it takes the place of the
 * weight, scaled by metric so that the measured shards take as much in all as their
 * weights say; a shard without one counts with its weight, and one without a metric that
 * others have counts as if it took nothing of it
 * @param resting the shards that do not move for the sake of the load at present, by id
 * @param excluded participants that must not be given a shard, by shard id (it failed
 * there, for one)
 * @param options how to balance
 */
public record PlanRequest(List<ShardSpec> shards, List<Participant> participants, Map<String, String> owners,
		Map<String, List<String>> standbys, Map<String, String> preferred, Map<String, ShardLoad> loads,
		Set<String> resting, Map<String, Set<String>> excluded, PlanOptions options) {

	public PlanRequest {
		shards = List.copyOf(shards);
		participants = List.copyOf(participants);
		owners = (owners instanceof Targets) ? owners : Map.copyOf(owners);
		standbys = Map.copyOf(standbys);
		preferred = Map.copyOf(preferred);
		loads = Map.copyOf(loads);
		resting = Set.copyOf(resting);
		excluded = Map.copyOf(excluded);
	}

	/**
	 * A request without standbys, preferences, loads and exclusions.
	 * @param shards the shards to place
	 * @param participants the participants that are there
	 * @param owners who owns each shard now, by shard id
	 * @return the request, with default options
	 */
	public static PlanRequest of(Collection<ShardSpec> shards, Collection<Participant> participants,
			Map<String, String> owners) {
		return new PlanRequest(List.copyOf(shards), List.copyOf(participants), owners, Map.of(), Map.of(), Map.of(),
				Set.of(), Map.of(), PlanOptions.defaults());
	}

}
