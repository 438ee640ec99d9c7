package dev.sm.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.shard.Participant;
import dev.sm.shard.Plan;
import dev.sm.shard.PlanRequest;
import dev.sm.shard.Planner;
import dev.sm.shard.ShardLoad;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is known of a service into a request to the planner. Pure, but for
 * remembering participants that have just gone, so that they can be waited for, and what
 * need not be looked at again.
 */
final class Planning {

	/** On how many participants a shard may fail before it is tried on no more. */
	private static final int MAX_TRIED = 3;

	/** For so long a new controller may not have been told all loads: 30 s. */
	private static final long LEARNING = Duration.ofSeconds(30).toNanos();

	private final ServiceSettings settings;

	private final ServiceState state;

	private final Planner planner = new Planner();

	private final Map<String, Participant> lastSeen = new HashMap<>();

	private final KnownOwners owners;

	private final KnownLoads loads;

	private List<ShardSpec> specs = List.of();

	private long specVersion = -1;

	private OptionalLong learningUntil = OptionalLong.empty();

	Planning(ServiceSettings settings, ServiceState state) {
		this.settings = settings;
		this.state = state;
		this.owners = new KnownOwners(state);
		this.loads = new KnownLoads(state, settings.loads());
	}

	/**
	 * Plans.
	 * @param awaited participants that are gone, but may come back
	 * @param now the time
	 * @return where shards should be; those of an awaited participant stay, and it gets
	 * no others
	 */
	Plan plan(Set<String> awaited, long now) {
		Map<String, String> kept = kept(awaited);
		Map<String, Participant> participants = participants(awaited, kept.values());
		List<ShardSpec> shards = specs();
		this.owners.look(participants, now);
		Map<String, ShardLoad> loads = this.loads.at(now);
		Plan plan = this.planner.plan(new PlanRequest(shards, List.copyOf(participants.values()), this.owners.owners(),
				standbys(), preferred(kept), loads, resting(participants.values(), now), excluded(),
				this.settings.planOptions()));
		this.owners.planned(plan);
		return plan;
	}

	/** Somebody else is controller: what it is told is not told here. */
	void forget() {
		this.learningUntil = OptionalLong.empty();
	}

	/**
	 * Which shards do not move for the sake of the load. A new controller does not know
	 * the loads of shards that have just moved, as they do when the controller before has
	 * stopped, and would exchange shards to even out what it takes for their loads. Who
	 * has none is given some nevertheless.
	 */
	private Set<String> resting(Collection<Participant> participants, long now) {
		if (this.learningUntil.isEmpty()) {
			this.learningUntil = OptionalLong.of(now + LEARNING);
		}
		Map<String, String> owners = this.owners.owners();
		boolean learning = now - this.learningUntil.getAsLong() < 0 && this.loads.arePartial();
		return (learning && holdSomething(participants, owners)) ? owners.keySet()
				: this.owners.resting(this.settings.loads().coolDown().toNanos(), now);
	}

	private static boolean holdSomething(Collection<Participant> participants, Map<String, String> owners) {
		Set<String> holders = new HashSet<>(owners.values());
		return participants.stream().allMatch((each) -> each.draining() || holders.contains(each.id()));
	}

	/**
	 * All shards that should be placed: the fixed ones, unless their spec was replaced,
	 * and those that were added.
	 * @return the specs, the same list as long as they are the same
	 */
	List<ShardSpec> specs() {
		if (this.specVersion != this.state.specVersion()) {
			this.specVersion = this.state.specVersion();
			this.specs = readSpecs();
			this.owners.planned(null);
		}
		return this.specs;
	}

	private List<ShardSpec> readSpecs() {
		List<ShardSpec> specs = new ArrayList<>(this.settings.count() + this.state.specs().size());
		for (int i = 0; i < this.settings.count(); i++) {
			String id = Integer.toString(i);
			if (!this.state.specs().containsKey(id) && !this.state.frozen().contains(id)) {
				specs.add(ShardSpec.of(id));
			}
		}
		specs.addAll(this.state.specs().values());
		return List.copyOf(specs);
	}

	/** What awaited participants own, and nobody else is about to. */
	private Map<String, String> kept(Set<String> awaited) {
		Map<String, String> kept = new HashMap<>();
		for (String id : awaited) {
			Versioned<AssignmentDocument> document = this.state.assignments().get(id);
			if (document != null) {
				document.value().entries().forEach((shard, item) -> {
					if (item.mark() == AssignmentDocument.Mark.OWN) {
						kept.put(shard, id);
					}
				});
			}
		}
		return kept;
	}

	private Map<String, Participant> participants(Set<String> awaited, Collection<String> keepers) {
		Map<String, Participant> participants = new TreeMap<>();
		this.state.registrations()
			.forEach((id, registration) -> participants.put(id,
					registration.value().participant(id, this.state.drains().contains(id))));
		this.lastSeen.putAll(participants);
		this.lastSeen.keySet().retainAll(new HashSet<>(union(participants.keySet(), awaited)));
		for (String id : awaited) {
			participants.computeIfAbsent(id, (gone) -> full(gone, this.lastSeen.get(gone), keepers));
		}
		return participants;
	}

	/** One that can own what it owns; what it was may be unknown. */
	private Participant full(String gone, @Nullable Participant known, Collection<String> keepers) {
		Set<String> tags = new HashSet<>();
		if (known == null) {
			this.state.specs().values().forEach((spec) -> tags.addAll(spec.tags()));
		}
		return new Participant(gone, (known != null) ? known.zone() : "", (known != null) ? known.weight() : 1,
				Collections.frequency(keepers, gone), (known != null) ? known.tags() : tags, false);
	}

	private static Set<String> union(Set<String> left, Set<String> right) {
		Set<String> union = new HashSet<>(left);
		union.addAll(right);
		return union;
	}

	/** Who keeps copies now; whose copy is ready comes first. */
	private Map<String, List<String>> standbys() {
		Map<String, List<String>> standbys = new HashMap<>();
		for (String shard : this.state.index().shards()) {
			List<String> of = new ArrayList<>();
			for (String participant : this.state.index().participants(shard)) {
				if (Standbys.isReady(this.state, shard, participant)) {
					of.add(0, participant);
				}
				else if (Standbys.isStandby(this.state, shard, participant)) {
					of.add(participant);
				}
			}
			if (!of.isEmpty()) {
				standbys.put(shard, of);
			}
		}
		return standbys;
	}

	private Map<String, String> preferred(Map<String, String> kept) {
		Map<String, String> preferred = new HashMap<>();
		this.state.moves().forEach((shard, move) -> preferred.put(shard, move.value()));
		preferred.putAll(kept);
		return preferred;
	}

	/**
	 * Where shards must not go because they failed there. A shard that failed on several
	 * participants goes nowhere, until one of them would have it again.
	 */
	private Map<String, Set<String>> excluded() {
		Map<String, Set<String>> excluded = new HashMap<>();
		failures().forEach((shard, reasons) -> excluded.put(shard,
				(reasons.size() < MAX_TRIED) ? reasons.keySet() : this.state.registrations().keySet()));
		return excluded;
	}

	/** Why shards are given up for now, by shard. */
	Map<String, String> givenUp() {
		Map<String, String> givenUp = new HashMap<>();
		failures().forEach((shard, reasons) -> {
			if (reasons.size() >= MAX_TRIED) {
				givenUp.put(shard, "its handler failed on " + reasons.size()
						+ " participants; it is tried again when one quarantine is over, or when it is resumed: "
						+ reasons);
			}
		});
		return givenUp;
	}

	private Map<String, Map<String, String>> failures() {
		Map<String, Map<String, String>> failures = new HashMap<>();
		this.state.statuses().forEach((id, status) -> {
			if (status.value().incarnation().equals(this.state.incarnation(id))) {
				status.value()
					.quarantined()
					.forEach((shard, reason) -> failures.computeIfAbsent(shard, (any) -> new TreeMap<>())
						.put(id, reason));
			}
		});
		return failures;
	}

}
