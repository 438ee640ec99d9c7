package dev.sm.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import dev.sm.shard.Participant;
import dev.sm.shard.Plan;
import dev.sm.shard.PlanRequest;
import dev.sm.shard.Planner;
import dev.sm.shard.ShardSpec;

/**
 * Turns what is known of a service into a request to the planner. Pure, but for
 * remembering participants that have just gone, so that they can be waited for.
 */
final class Planning {

	private final ServiceSettings settings;

	private final ServiceState state;

	private final Planner planner = new Planner();

	private final Map<String, Participant> lastSeen = new HashMap<>();

	Planning(ServiceSettings settings, ServiceState state) {
		this.settings = settings;
		this.state = state;
	}

	/**
	 * Plans.
	 * @param awaited participants that are gone, but may come back
	 * @return where shards should be; for an awaited participant, they stay
	 */
	Plan plan(Set<String> awaited) {
		Map<String, Participant> participants = participants(awaited);
		return this.planner.plan(new PlanRequest(specs(), List.copyOf(participants.values()), owners(participants),
				standbys(), preferred(), loads(), excluded(), this.settings.planOptions()));
	}

	/**
	 * All shards that should be placed: the fixed ones, unless their spec was replaced,
	 * and those that were added.
	 * @return the specs
	 */
	List<ShardSpec> specs() {
		List<ShardSpec> specs = new ArrayList<>(this.settings.count() + this.state.specs().size());
		for (int i = 0; i < this.settings.count(); i++) {
			String id = Integer.toString(i);
			if (!this.state.specs().containsKey(id) && !this.state.frozen().contains(id)) {
				specs.add(ShardSpec.of(id));
			}
		}
		specs.addAll(this.state.specs().values());
		return specs;
	}

	private Map<String, Participant> participants(Set<String> awaited) {
		Map<String, Participant> participants = new TreeMap<>();
		this.state.registrations()
			.forEach((id, registration) -> participants.put(id,
					registration.value().participant(id, this.state.drains().contains(id))));
		this.lastSeen.putAll(participants);
		this.lastSeen.keySet().retainAll(new HashSet<>(union(participants.keySet(), awaited)));
		for (String id : awaited) {
			participants.computeIfAbsent(id,
					(gone) -> this.lastSeen.getOrDefault(gone, new Participant(gone, "", 1, null, Set.of(), false)));
		}
		return participants;
	}

	private static Set<String> union(Set<String> left, Set<String> right) {
		Set<String> union = new HashSet<>(left);
		union.addAll(right);
		return union;
	}

	/** Who owns each shard now, or is about to: what was begun is not begun again. */
	private Map<String, String> owners(Map<String, Participant> participants) {
		Map<String, String> owners = new HashMap<>();
		for (String shard : this.state.index().shards()) {
			for (String participant : this.state.index().participants(shard)) {
				Item item = this.state.item(participant, shard);
				Participant there = participants.get(participant);
				boolean begun = item != null && item.mark() == Mark.PREPARE && there != null && !there.draining();
				if (begun) {
					owners.put(shard, participant);
				}
				else if (item != null && item.owns()) {
					owners.putIfAbsent(shard, participant);
				}
			}
		}
		return owners;
	}

	private Map<String, List<String>> standbys() {
		return Map.of();
	}

	private Map<String, String> preferred() {
		Map<String, String> preferred = new HashMap<>();
		this.state.moves().forEach((shard, move) -> preferred.put(shard, move.value()));
		return preferred;
	}

	private Map<String, Double> loads() {
		Map<String, Double> loads = new HashMap<>();
		this.state.statuses().forEach((id, status) -> status.value().held().forEach((shard, held) -> {
			if (!Float.isNaN(held.load())) {
				loads.put(shard, (double) held.load());
			}
		}));
		return loads;
	}

	private Map<String, Set<String>> excluded() {
		Map<String, Set<String>> excluded = new HashMap<>();
		this.state.statuses().forEach((id, status) -> {
			if (status.value().incarnation().equals(this.state.incarnation(id))) {
				status.value()
					.quarantined()
					.keySet()
					.forEach((shard) -> excluded.computeIfAbsent(shard, (any) -> new HashSet<>()).add(id));
			}
		});
		return excluded;
	}

}
