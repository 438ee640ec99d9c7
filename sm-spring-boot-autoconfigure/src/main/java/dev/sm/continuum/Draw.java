package dev.sm.continuum;

/**
 * How a node draws its times in one block of slots: the slot that has its k-th smallest
 * time is {@code (first + k * step) mod P}, and that time lies at the same place between
 * the k-th and the next of P quantiles of the exponential distribution for all k.
 * <p>
 * Since step and first are uniform and P is prime, any two slots have every pair of
 * different intervals equally often, which is all that the variance of a share depends
 * on.
 */
final class Draw {

	private static final int P = Slots.PER_BLOCK;

	// a power of two above the number of nodes that a spec may have
	static final long NODES = 1 << 17;

	private static final short[] INVERSES = inverses();

	private static final double[] TIMES = quantiles();

	private Draw() {
	}

	private static short[] inverses() {
		short[] inverses = new short[P];
		inverses[1] = 1;
		for (int i = 2; i < P; i++) {
			inverses[i] = (short) (P - (long) (P / i) * inverses[P % i] % P);
		}
		return inverses;
	}

	private static double[] quantiles() {
		double[] times = new double[P + 1];
		for (int k = 0; k < P; k++) {
			times[k] = -StrictMath.log1p(-(double) k / P);
		}
		// beyond the last quantile the mean of the distribution is one more
		times[P] = times[P - 1] + 2;
		return times;
	}

	/**
	 * The bits that decide a node's draws in a block: its permutation.
	 */
	static long permutation(long seed, int block) {
		return mix(seed + (block + 1) * 0x9e3779b97f4a7c15L);
	}

	/**
	 * The place between two quantiles, from 0 up to 1.
	 */
	static double phase(long permutation) {
		return (mix(permutation ^ 0xd6e8feb86659fd93L) >>> 11) * 0x1p-53;
	}

	/**
	 * The slot of the smallest time.
	 */
	static int first(long permutation) {
		return (int) (((permutation & 0xffffffffL) * P) >>> 32);
	}

	/**
	 * One over the step, modulo P.
	 */
	static int inverseStep(long permutation) {
		return 1 + (int) (((permutation >>> 32) * (P - 1)) >>> 32);
	}

	/**
	 * From the slot of one time to that of the next.
	 */
	static int step(long permutation) {
		return INVERSES[inverseStep(permutation)];
	}

	/**
	 * Which of its times a node has in a slot, from 0 for the smallest.
	 */
	static int rank(int slotInBlock, int first, int inverseStep) {
		return inverseStep * (slotInBlock - first + P) % P;
	}

	/**
	 * The time of a rank at rate 1.
	 */
	static double time(int rank, double phase) {
		return TIMES[rank] + phase * (TIMES[rank + 1] - TIMES[rank]);
	}

	/**
	 * A time with the node that it belongs to, in one number that is smaller for earlier
	 * times. Of times that agree to 36 bits the first name is the earlier, whoever else
	 * takes part. A number, since the least of many is found without a branch.
	 */
	static long claim(double time, int node) {
		return (Double.doubleToRawLongBits(time) & -NODES) | node;
	}

	/**
	 * The time of a claim, in the bits of a claim of the first node.
	 */
	static long time(long claim) {
		return claim & -NODES;
	}

	/**
	 * The node of a claim.
	 */
	static int node(long claim) {
		return (int) (claim & (NODES - 1));
	}

	// the finaliser of SplitMix64, variant 13 of David Stafford
	private static long mix(long bits) {
		long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

}
