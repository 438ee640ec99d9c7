package dev.sm.benchmarks.checker;

/**
 * A set of states by 128 bits of hash each.
 */
final class Fingerprints {

	private static final long FIRST = 0x9E3779B97F4A7C15L;

	private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

	private long[] high = new long[1 << 16];

	private long[] low = new long[1 << 16];

	private int size;

	boolean add(byte[] state) {
		if (this.size * 2 > this.high.length) {
			grow();
		}
		boolean fresh = insert(hash(state, FIRST) | 1, hash(state, SECOND));
		this.size += fresh ? 1 : 0;
		return fresh;
	}

	private boolean insert(long high, long low) {
		int mask = this.high.length - 1;
		int at = (int) (low >>> 20) & mask;
		while (this.high[at] != 0) {
			if (this.high[at] == high && this.low[at] == low) {
				return false;
			}
			at = (at + 1) & mask;
		}
		this.high[at] = high;
		this.low[at] = low;
		return true;
	}

	private void grow() {
		long[] highs = this.high;
		long[] lows = this.low;
		this.high = new long[highs.length * 2];
		this.low = new long[lows.length * 2];
		for (int each = 0; each < highs.length; each++) {
			if (highs[each] != 0) {
				insert(highs[each], lows[each]);
			}
		}
	}

	private static long hash(byte[] state, long seed) {
		long hash = seed;
		for (byte each : state) {
			hash = (hash ^ each) * 0xD6E8FEB86659FD93L;
			hash ^= hash >>> 32;
		}
		return hash;
	}

	int size() {
		return this.size;
	}

}
