package dev.sm.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Builds requests for tests, and follows plans.
 */
final class Requests {

	List<ShardSpec> shards = new ArrayList<>();

	List<Participant> participants = new ArrayList<>();

	Map<String, String> owners = new HashMap<>();

	Map<String, List<String>> standbys = new HashMap<>();

	Map<String, String> preferred = new HashMap<>();

	Map<String, ShardLoad> loads = new HashMap<>();

	Set<String> resting = new HashSet<>();

	Map<String, Set<String>> excluded = new HashMap<>();

	PlanOptions options = PlanOptions.defaults();

	static Participant participant(String id) {
		return new Participant(id, "", 1, null, Set.of(), false);
	}

	static Participant zoned(String id, String zone) {
		return new Participant(id, zone, 1, null, Set.of(), false);
	}

	static Participant weighing(String id, double weight) {
		return new Participant(id, "", weight, null, Set.of(), false);
	}

	static Participant limited(String id, @Nullable Integer maxShards) {
		return new Participant(id, "", 1, maxShards, Set.of(), false);
	}

	static Participant tagged(String id, String... tags) {
		return new Participant(id, "", 1, null, Set.of(tags), false);
	}

	static Participant draining(String id) {
		return new Participant(id, "", 1, null, Set.of(), true);
	}

	Requests shards(int count) {
		return shards(count, ShardSpec::of);
	}

	Requests shards(int count, Function<String, ShardSpec> spec) {
		IntStream.rangeClosed(1, count).forEach((i) -> this.shards.add(spec.apply("s" + i)));
		return this;
	}

	Requests shard(ShardSpec spec) {
		this.shards.add(spec);
		return this;
	}

	Requests participants(Participant... participants) {
		this.participants.addAll(List.of(participants));
		return this;
	}

	Requests without(String participant) {
		this.participants.removeIf((candidate) -> candidate.id().equals(participant));
		return this;
	}

	Requests owner(String shard, String participant) {
		this.owners.put(shard, participant);
		return this;
	}

	PlanRequest request() {
		return new PlanRequest(this.shards, this.participants, this.owners, this.standbys, this.preferred, this.loads,
				this.resting, this.excluded, this.options);
	}

	Plan plan() {
		return new Planner().plan(request());
	}

	/** Plans and lets owners and standbys follow. */
	Plan settle() {
		Plan plan = plan();
		this.owners = new HashMap<>(plan.targets());
		this.standbys = new HashMap<>(plan.standbys());
		return plan;
	}

	/**
	 * Whether a standby is there for a shard whose owner is not: that goes before the
	 * balance, which another plan then restores.
	 */
	boolean promotes() {
		Set<String> there = this.participants.stream().map(Participant::id).collect(Collectors.toSet());
		return this.standbys.entrySet()
			.stream()
			.anyMatch((entry) -> !there.contains(this.owners.getOrDefault(entry.getKey(), ""))
					&& entry.getValue().stream().anyMatch(there::contains));
	}

	static Map<String, Integer> counts(Plan plan) {
		Map<String, Integer> counts = new HashMap<>();
		plan.targets().values().forEach((participant) -> counts.merge(participant, 1, Integer::sum));
		return counts;
	}

}
