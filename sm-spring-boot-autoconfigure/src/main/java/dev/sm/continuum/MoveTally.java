package dev.sm.continuum;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sm.continuum.ContinuumDiff.Move;

/**
 * Adds up shares by pair of nodes. Not thread-safe.
 */
final class MoveTally {

	private static final Comparator<Move> LARGEST_FIRST = Comparator.comparingDouble(Move::share)
		.reversed()
		.thenComparing(Move::from)
		.thenComparing(Move::to);

	private final Map<String, Map<String, Double>> shares = new HashMap<>();

	void add(String from, String to, double share) {
		if (share > 0 && !from.equals(to)) {
			this.shares.computeIfAbsent(from, (name) -> new HashMap<>()).merge(to, share, Double::sum);
		}
	}

	ContinuumDiff diff() {
		List<Move> moves = this.shares.entrySet()
			.stream()
			.flatMap((from) -> from.getValue()
				.entrySet()
				.stream()
				.map((to) -> new Move(from.getKey(), to.getKey(), to.getValue())))
			.sorted(LARGEST_FIRST)
			.toList();
		return new ContinuumDiff(moves.stream().mapToDouble(Move::share).sum(), moves);
	}

}
