package dev.sm.continuum;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * ShardedKV's StaticMapping: the lowest bits of the first four bytes of a key, the lowest
 * byte first, are a number, and each node has a range of numbers. A key of less than four
 * bytes has the number 0. Nodes have their ranges in the order of the spec, from 0 on,
 * each as many numbers as its weight says: the weights add up to a power of two, which
 * says how many bits count. Where a spec names a number of bits as its hash, the ranges
 * are in proportion to the weights.
 */
final class StaticAlgorithm implements ContinuumAlgorithm {

	private static final int MAX_BITS = 32;

	@Override
	public String name() {
		return "static";
	}

	@Override
	public boolean ordered() {
		return true;
	}

	@Override
	public Continuum create(ContinuumSpec spec) {
		RingNodes nodes = RingNodes.of(spec);
		int bits = bits(spec, nodes.total());
		long[] starts = new long[nodes.count()];
		long before = 0;
		for (int node = 0; node < starts.length; node++) {
			starts[node] = before;
			before += nodes.weights()[node];
		}
		spread(starts, bits, nodes.total());
		long mask = (1L << bits) - 1;
		CompatibleHash hash = new CompatibleHash("first-bytes-" + bits + "-bits",
				(key, from, length) -> ((length < 4) ? 0 : Md5.word(key, from)) & mask, 1L << bits);
		return SegmentContinuum.slots(spec, nodes.names(), hash, Segments.slots(starts, bits), null);
	}

	private static void spread(long[] starts, int bits, long total) {
		if (total != 1L << bits) {
			Arrays.setAll(starts, (node) -> (long) Math.scalb((double) starts[node] / total, bits));
		}
	}

	private static int bits(ContinuumSpec spec, long total) {
		@Nullable String named = spec.hash();
		if (named != null) {
			if (!named.matches("[1-9]|[12][0-9]|3[0-2]")) {
				throw new IllegalArgumentException("Hash '" + ContinuumSpec.printable(named)
						+ "' does not go with continuum algorithm 'static', must be how many bits of a key count, 1 to "
						+ MAX_BITS + ", or absent");
			}
			return Integer.parseInt(named);
		}
		if (Long.bitCount(total) != 1 || total > 1L << MAX_BITS) {
			throw new IllegalArgumentException("The weights of a continuum with algorithm 'static' add up to " + total
					+ ", must be a power of two up to 2^32, since each is the length of a node's range,"
					+ " or 'hash' must say how many bits of a key count");
		}
		return Long.numberOfTrailingZeros(total);
	}

}
