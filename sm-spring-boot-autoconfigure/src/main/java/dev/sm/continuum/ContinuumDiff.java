package dev.sm.continuum;

import java.util.List;

/**
 * What part of the key space has another node on one continuum than on another.
 *
 * @param share the part of all keys that moves, 0 to 1
 * @param moves the same by pair of nodes, the largest first, then by name
 */
public record ContinuumDiff(double share, List<Move> moves) {

	/**
	 * Copies.
	 */
	public ContinuumDiff {
		moves = List.copyOf(moves);
	}

	/**
	 * Compares two continua. The result is exact when both have the same algorithm and
	 * hash: slots are counted, or the algorithm's own arithmetic is used. Otherwise the
	 * two place a key independently of each other, and the shares are the products of
	 * those of the nodes. A hash tag counts as none: keys without one are compared.
	 * @param from the continuum that keys leave
	 * @param to the continuum that they go to
	 * @return the difference
	 */
	public static ContinuumDiff between(Continuum from, Continuum to) {
		MoveTally tally = new MoveTally();
		if (!(from instanceof HashedContinuum hashed) || !hashed.tally(to, tally)) {
			from.shares()
				.forEach((source, left) -> to.shares()
					.forEach((target, right) -> tally.add(source, target, left * right)));
		}
		return tally.diff();
	}

	/**
	 * What moves from one node to another.
	 *
	 * @param from the node that loses keys
	 * @param to the node that gets them
	 * @param share what part of all keys that is, above 0 and up to 1
	 */
	public record Move(String from, String to, double share) {

	}

}
