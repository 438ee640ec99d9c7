package dev.sm.continuum;

/**
 * Lamping and Veach's jump hash, for numbered nodes that only grow at the end.
 * <p>
 * Each node has as many buckets as its weight says, one node after the other in the order
 * of the spec; a key's node is that of the bucket which {@link JumpHash} gives for its
 * hash, XXH3 of 64 bits, or SipHash-2-4 where the spec says {@code siphash_2_4}, which
 * agrees with ShardedKV::Continuum::Jump, or FNV-1a of 64 bits where it says
 * {@code fnv1a_64}, which agrees with carbon-c-relay. Only buckets added at the end or
 * taken from it leave all other keys where they are.
 */
final class JumpAlgorithm implements ContinuumAlgorithm {

	static final String NAME = "jump";

	static final int MAX_BUCKETS = 1_000_000;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean ordered() {
		return true;
	}

	@Override
	public Continuum create(ContinuumSpec spec) {
		long buckets = Shares.requireWeight(spec);
		if (buckets > MAX_BUCKETS) {
			throw new IllegalArgumentException("The weights of a continuum with algorithm 'jump' add up to " + buckets
					+ ", must be at most " + MAX_BUCKETS + ", since each is a number of buckets");
		}
		return new JumpContinuum(spec);
	}

}
