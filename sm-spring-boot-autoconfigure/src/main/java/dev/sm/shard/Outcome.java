package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Turns the targets into a plan: what moves in which order, and what has no place.
 */
final class Outcome {

	private static final int BALANCE = 3;

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
		order();
		StandbyOutcome standbys = new StandbyOutcome(this.model);
		standbys.compute();
		Map<String, String> targets = new Targets(this.model.layout,
				Arrays.stream(this.model.participants).map(Participant::id).toArray(String[]::new), this.model.target);
		return new Plan(targets, standbys.standbys, this.moves.stream().map(Urgent::move).toList(), standbys.changes,
				this.unplaced, standbys.missing, hot(), this.notes);
	}

	/** Of those that move for balance, the ones come first that help most. */
	private void order() {
		Comparator<Urgent> order = Comparator.comparingInt(Urgent::rank);
		if (this.moves.stream().anyMatch((move) -> move.rank == BALANCE)) {
			Usefulness usefulness = new Usefulness(this.model);
			order = order.thenComparingDouble((move) -> (move.rank == BALANCE) ? -usefulness.of(move.shard) : 0);
		}
		this.moves.sort(order);
	}

	private Map<String, String> hot() {
		Map<String, String> hot = new HashMap<>();
		this.model.hot.stream().forEach((shard) -> hot.put(this.model.shards[shard].id(), this.reasons.hot(shard)));
		return hot;
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
		this.moves.add(
				new Urgent(rank(owner, reason), shard, new Plan.Move(this.model.shards[shard].id(), from, to, reason)));
	}

	private int rank(int owner, String reason) {
		if (owner < 0) {
			return 0;
		}
		if (this.model.participants[owner].draining()) {
			return 1;
		}
		return reason.startsWith(Reasons.BALANCE) ? BALANCE : 2;
	}

	private record Urgent(int rank, int shard, Plan.Move move) {

	}

}
