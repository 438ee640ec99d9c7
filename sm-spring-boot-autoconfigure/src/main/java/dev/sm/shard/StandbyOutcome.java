package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Says for people who keeps copies, which of them change, and which have no place.
 */
final class StandbyOutcome {

	final Map<String, List<String>> standbys = new HashMap<>();

	final List<Plan.Move> changes = new ArrayList<>();

	final Map<String, String> missing = new HashMap<>();

	private final Model model;

	private final Zones zones;

	StandbyOutcome(Model model) {
		this.model = model;
		this.zones = new Zones(model);
	}

	void compute() {
		for (int shard : this.model.copies.known()) {
			int[] planned = this.model.copies.planned(shard);
			ShardSpec spec = this.model.shards[shard];
			if (planned.length > 0) {
				this.standbys.put(spec.id(), Arrays.stream(planned).mapToObj(this::name).toList());
			}
			if (planned.length < spec.standbys()) {
				this.missing.put(spec.id(), missing(shard, planned.length));
			}
			changes(shard, planned);
		}
	}

	private void changes(int shard, int[] planned) {
		int[] current = this.model.copies.current(shard);
		int owner = this.model.target[shard];
		int[] added = Arrays.stream(planned).filter((p) -> !Standbys.contains(current, p)).toArray();
		int[] given = Arrays.stream(current).filter((p) -> p != owner && !Standbys.contains(planned, p)).toArray();
		for (int i = 0; i < Math.max(added.length, given.length); i++) {
			Integer from = (i < given.length) ? given[i] : null;
			Integer to = (i < added.length) ? added[i] : null;
			this.changes.add(new Plan.Move(this.model.shards[shard].id(), (from != null) ? name(from) : null,
					(to != null) ? name(to) : null, reason(shard, from, to)));
		}
	}

	private String reason(int shard, @Nullable Integer from, @Nullable Integer to) {
		ShardSpec spec = this.model.shards[shard];
		if (from == null) {
			return (to != null && to == this.model.owner[shard]) ? "it was the owner" : asks(spec) + gone(spec.id());
		}
		Participant participant = this.model.participants[from];
		if (participant.draining()) {
			return "'" + participant.id() + "' is draining";
		}
		if (participant.weight() == 0) {
			return "'" + participant.id() + "' has weight 0";
		}
		if (!participant.tags().containsAll(spec.tags())) {
			return "'" + participant.id() + "' lacks the tags " + Reasons.lacking(participant, spec.tags());
		}
		if (this.model.excluded(shard).contains(participant.id())) {
			return "it failed on '" + participant.id() + "'";
		}
		if (to == null) {
			return asks(spec);
		}
		boolean spreads = this.zones.copies(shard, others(shard, to), from) > this.zones.copies(shard,
				others(shard, to), to);
		return spreads ? "to spread the shard over zones" : "for balance of the standbys";
	}

	private int[] others(int shard, int but) {
		return Arrays.stream(this.model.copies.planned(shard)).filter((p) -> p != but).toArray();
	}

	private String gone(String shard) {
		List<String> before = this.model.request.standbys().getOrDefault(shard, List.of());
		return before.stream()
			.filter((id) -> this.model.participant(id) < 0)
			.findFirst()
			.map((id) -> ", and '" + id + "' is gone")
			.orElse("");
	}

	private static String asks(ShardSpec spec) {
		return "asks for " + spec.standbys() + " standby" + ((spec.standbys() == 1) ? "" : "s");
	}

	private String missing(int shard, int planned) {
		ShardSpec spec = this.model.shards[shard];
		int others = 0;
		int tagged = 0;
		for (int p = 0; p < this.model.participants.length; p++) {
			if (p != this.model.target[shard]) {
				others++;
				tagged += this.model.participants[p].tags().containsAll(spec.tags()) ? 1 : 0;
			}
		}
		return planned + " of " + spec.standbys() + " standbys: "
				+ ((planned == 0) ? "no other participant " : "only " + planned + " of " + others + " others ")
				+ ((planned > 1) ? "are " : "is ") + why(shard, planned, others, tagged);
	}

	private String why(int shard, int planned, int others, int tagged) {
		Set<String> excluded = this.model.excluded(shard);
		if (others == planned) {
			return "there";
		}
		if (tagged == planned) {
			return "there with the tags " + this.model.shards[shard].tags();
		}
		return "active" + (excluded.isEmpty() ? "" : " without having failed it");
	}

	private String name(int participant) {
		return this.model.participants[participant].id();
	}

}
