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

	private final Map<String, String> targets = new HashMap<>();

	private final List<Urgent> moves = new ArrayList<>();

	private final Map<String, String> unplaced = new HashMap<>();

	private final Map<String, String> notes = new HashMap<>();

	Outcome(Model model) {
		this.model = model;
		this.reasons = new Reasons(model);
	}

	Plan plan() {
		for (int s = 0; s < this.model.shards.length; s++) {
			if (this.model.target[s] < 0) {
				withoutTarget(s);
			}
			else {
				placed(s);
			}
		}
		this.moves.sort(Comparator.comparingInt(Urgent::rank));
		return new Plan(this.targets, this.moves.stream().map(Urgent::move).toList(), this.unplaced, this.notes);
	}

	private void placed(int shard) {
		int owner = this.model.owner[shard];
		int target = this.model.target[shard];
		String to = this.model.participants[target].id();
		this.targets.put(this.model.shards[shard].id(), to);
		if (owner != target) {
			moves(shard, to);
		}
	}

	/** Better an owner that drains than none. */
	private void withoutTarget(int shard) {
		int owner = this.model.owner[shard];
		String id = this.model.shards[shard].id();
		String reason = this.reasons.unplaced(shard);
		if (owner >= 0 && this.model.participants[owner].draining() && this.model.suits(shard, owner)) {
			String from = this.model.participants[owner].id();
			this.targets.put(id, from);
			this.notes.put(id, "stays on '" + from + "', which is draining: " + reason);
			return;
		}
		this.unplaced.put(id, reason);
		if (owner >= 0) {
			moves(shard, null);
		}
	}

	private void moves(int shard, @Nullable String to) {
		int owner = this.model.owner[shard];
		String from = (owner >= 0) ? this.model.participants[owner].id() : null;
		String why = this.model.why[shard];
		boolean chosen = why != null && owner >= 0 && !this.model.participants[owner].draining();
		String reason = chosen ? why : this.reasons.left(shard);
		this.moves.add(new Urgent(rank(owner, reason), new Plan.Move(this.model.shards[shard].id(), from, to, reason)));
	}

	private int rank(int owner, String reason) {
		if (owner < 0) {
			return 0;
		}
		if (this.model.participants[owner].draining()) {
			return 1;
		}
		return reason.startsWith("for balance") ? 3 : 2;
	}

	private record Urgent(int rank, Plan.Move move) {

	}

}
