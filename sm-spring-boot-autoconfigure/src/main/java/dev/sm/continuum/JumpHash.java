package dev.sm.continuum;

/**
 * Jump consistent hash.
 *
 * @see <a href="https://arxiv.org/abs/1406.2294">Lamping and Veach, A Fast, Minimal
 * Memory, Consistent Hash Algorithm</a>
 */
final class JumpHash {

	private JumpHash() {
	}

	/**
	 * The bucket of a hash.
	 * @param hash all 64 bits count
	 * @param buckets how many buckets there are, 1 or more
	 * @return the bucket, from 0
	 */
	static int bucket(long hash, int buckets) {
		long state = hash;
		long bucket = -1;
		long next = 0;
		while (next < buckets) {
			bucket = next;
			state = state * 2862933555777941757L + 1;
			next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
		}
		return (int) bucket;
	}

	/**
	 * The hash by which the next replica is found: xorshift64*, as carbon-c-relay has it.
	 * @param hash the hash of the replica before
	 * @return the next hash
	 */
	static long next(long hash) {
		long state = hash;
		state ^= state >>> 12;
		state ^= state << 25;
		state ^= state >>> 27;
		return state * 2685821657736338717L;
	}

}
