package dev.sm.cache;

import java.util.List;

/**
 * What a migration would move. Immutable.
 *
 * @param share the share of the key space that moves: 0 to 1
 * @param moves that share per pair of nodes
 */
public record MigrationPlan(double share, List<Move> moves) {

	public MigrationPlan {
		moves = List.copyOf(moves);
	}

	/**
	 * What moves between two nodes.
	 *
	 * @param from the node that holds it now
	 * @param to the node that holds it afterwards
	 * @param share its share of the key space: 0 to 1
	 */
	public record Move(String from, String to, double share) {

	}

}
