package dev.sm.continuum;

/**
 * The default: exact weights, any node may come or go, and nothing moves between
 * survivors.
 * <p>
 * A key's hash (XXH3 of 64 bits over its bytes) leads to one of {@value Slots#COUNT}
 * slots of equal size. For each slot every node draws a time, exponentially distributed
 * with its weight as the rate, from its name and the slot alone; the earliest takes the
 * slot. That is weighted rendezvous hashing (Thaler and Ravishankar; the weighting after
 * Schindelhauer and Schomaker): a node's chance is its part of the weight, and no other
 * node's coming, going or weight changes which of two nodes is earlier, so keys move only
 * to or from the node that changed.
 * <p>
 * Plain rendezvous leaves the shares to chance. Here a node's draws are stratified: of
 * the {@value Slots#PER_BLOCK} slots in a block each has another one of as many equal
 * intervals, by an affine permutation modulo that prime, which halves the variance. A
 * node with 0.5 % of the weight has a standard deviation of 0.7 % of its share, so that
 * the promised 3 % are more than four of them; one of 100 equal nodes has 0.5 %.
 * <p>
 * Nobody computes all draws: see {@link WeightedRace}. All arithmetic is on integers and
 * on doubles with {@code StrictMath}, hence the same on every machine. A change to any
 * constant here moves users' keys.
 *
 * @see <a href="https://doi.org/10.1109/90.663936">Thaler and Ravishankar, Using
 * Name-Based Mappings to Increase Hit Rates</a>
 * @see <a href="https://doi.org/10.1145/1073970.1074008">Schindelhauer and Schomaker,
 * Weighted Distributed Hash Tables</a>
 */
final class WeightedAlgorithm implements ContinuumAlgorithm {

	static final String NAME = "weighted";

	// what most continua are made for is a change of one that is in use
	private static final RecentContinua RECENT = new RecentContinua();

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Continuum create(ContinuumSpec spec) {
		Shares.requireWeight(spec);
		if (spec.hash() != null && !spec.hash().equals(KeyHash.XXH3_64)) {
			throw new IllegalArgumentException("Hash '" + ContinuumSpec.printable(spec.hash())
					+ "' does not go with continuum algorithm 'weighted', must be " + KeyHash.XXH3_64 + " or absent");
		}
		WeightedContinuum continuum = RECENT.find(spec)
			.map((similar) -> new WeightedContinuum(spec, similar))
			.orElseGet(() -> new WeightedContinuum(spec));
		RECENT.add(continuum);
		return continuum;
	}

}
