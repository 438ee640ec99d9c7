package dev.sm.shard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Turns the targets into a plan: what moves in which order, and what has no place.
 */
final class Outcome {

	private final Model model;

	private final Reasons reasons;

	private final List<Urgent> moves = new ArrayList<>();

	private final Map<String, String> unplaced = new HashMap<>();

	private final Map<String, String> notes = new HashMap<>();

	Outcome(Model model) {
		this.model = model;
		this.reasons = new Reasons(model);
	}

	Plan plan() {
		for (int s = 0; s < this.model.shards.length; s++) {
			int target = this.model.target[s];
			if (target < 0) {
				withoutTarget(s);
			}
			else if (target != this.model.owner[s]) {
				moves(s, this.model.participants[target].id());
			}
			else if (this.model.participants[target].draining()) {
				stays(s, this.model.participants[target]);
			}
		}
		this.moves.sort(Comparator.comparingInt(Urgent::rank));
		StandbyOutcome standbys = new StandbyOutcome(this.model);
		standbys.compute();
		Map<String, String> targets = new Targets(this.model.layout, this.model.participants, this.model.target);
		return new Plan(targets, standbys.standbys, this.moves.stream().map(Urgent::move).toList(), standbys.changes,
				this.unplaced, standbys.missing, this.notes);
	}

	private void withoutTarget(int shard) {
		this.unplaced.put(this.model.shards[shard].id(), this.reasons.unplaced(shard));
		if (this.model.owner[shard] >= 0) {
			moves(shard, null);
		}
	}

	private void stays(int shard, Participant participant) {
		this.notes.put(this.model.shards[shard].id(),
				"stays on '" + participant.id() + "', which is draining: " + this.reasons.unplaced(shard));
	}

	private void moves(int shard, @Nullable String to) {
		int owner = this.model.owner[shard];
		String from = (owner >= 0) ? this.model.participants[owner].id() : null;
		String why = this.model.why.get(shard);
		boolean free = owner >= 0 && !this.model.participants[owner].draining();
		String reason = (why != null && free) ? why : this.reasons.left(shard);
		this.moves.add(new Urgent(rank(owner, reason), new Plan.Move(this.model.shards[shard].id(), from, to, reason)));
	}

	private int rank(int owner, String reason) {
		if (owner < 0) {
			return 0;
		}
		if (this.model.participants[owner].draining()) {
			return 1;
		}
		return reason.startsWith(Reasons.BALANCE) ? 3 : 2;
	}

	private record Urgent(int rank, Plan.Move move) {

	}

}
