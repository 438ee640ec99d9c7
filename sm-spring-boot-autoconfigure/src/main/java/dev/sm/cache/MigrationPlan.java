package dev.sm.cache;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a migration would move. Immutable.
 *
 * @param share the share of the key space that moves: 0 to 1
 * @param moves the same per pair of nodes
 */
public record MigrationPlan(double share, List<Move> moves) {

	public MigrationPlan {
		moves = List.copyOf(moves);
	}

	/**
	 * How many keys move in all, estimated.
	 * @return the sum, or {@code null} if a node did not tell
	 */
	public @Nullable Long keys() {
		return sum(Move::keys);
	}

	/**
	 * How many bytes these take, estimated.
	 * @return the sum, or {@code null} if a node did not tell
	 */
	public @Nullable Long bytes() {
		return sum(Move::bytes);
	}

	private @Nullable Long sum(Function<Move, @Nullable Long> what) {
		long sum = 0;
		for (Move move : this.moves) {
			Long part = what.apply(move);
			if (part == null) {
				return null;
			}
			sum += part;
		}
		return sum;
	}

	/**
	 * What moves between two nodes.
	 *
	 * @param from the node that holds it now
	 * @param to the node that holds it afterwards
	 * @param share its share of the key space: 0 to 1
	 * @param keys how many keys that is, estimated; {@code null} if the node that holds
	 * them did not tell in time
	 * @param bytes how many bytes these take, estimated; {@code null} if unknown
	 */
	public record Move(String from, String to, double share, @Nullable Long keys, @Nullable Long bytes) {

	}

}
