package dev.sm.continuum;

/**
 * Equal parts of the space of hashes, in blocks of a prime number.
 */
final class Slots {

	/**
	 * Slots in a block, a prime; the work on one block stays in a core's first cache.
	 */
	static final int PER_BLOCK = 2039;

	/**
	 * Two million slots: few enough for 2.7 MB at 1,000 nodes, many enough for shares
	 * within 3 %.
	 */
	static final int BLOCKS = 981;

	static final int COUNT = PER_BLOCK * BLOCKS;

	private Slots() {
	}

	/**
	 * The slot of a hash: the upper 42 bits as a fraction of the whole.
	 */
	static int of(long hash) {
		return (int) (((hash >>> 22) * COUNT) >>> 42);
	}

}
