package dev.sm.continuum;

/**
 * Hashes byte by byte, as libmemcached and twemproxy have them: bytes from 0x80 upwards
 * are negative numbers.
 */
final class SignedHashes {

	private static final int INIT_32 = 0x811c9dc5;

	private static final int PRIME_32 = 0x1000193;

	private static final long INIT_64 = 0xcbf29ce484222325L;

	private static final long PRIME_64 = 0x100000001b3L;

	private SignedHashes() {
	}

	/**
	 * Bob Jenkins' one-at-a-time.
	 */
	static int oneAtATime(byte[] key, int from, int length) {
		int hash = 0;
		for (int i = from; i < from + length; i++) {
			hash += key[i];
			hash += hash << 10;
			hash ^= hash >>> 6;
		}
		hash += hash << 3;
		hash ^= hash >>> 11;
		hash += hash << 15;
		return hash;
	}

	/**
	 * FNV-1 of 64 bits, of which the lower 32 are left.
	 */
	static int fnv1Of64(byte[] key, int from, int length) {
		long hash = INIT_64;
		for (int i = from; i < from + length; i++) {
			hash = (hash * PRIME_64) ^ key[i];
		}
		return (int) hash;
	}

	/**
	 * FNV-1a with the constants of 64 bits cut to 32.
	 */
	static int fnv1aOf64(byte[] key, int from, int length) {
		int hash = (int) INIT_64;
		for (int i = from; i < from + length; i++) {
			hash = (hash ^ key[i]) * (int) PRIME_64;
		}
		return hash;
	}

	static int fnv1(byte[] key, int from, int length) {
		int hash = INIT_32;
		for (int i = from; i < from + length; i++) {
			hash = (hash * PRIME_32) ^ key[i];
		}
		return hash;
	}

	static int fnv1a(byte[] key, int from, int length) {
		int hash = INIT_32;
		for (int i = from; i < from + length; i++) {
			hash = (hash ^ key[i]) * PRIME_32;
		}
		return hash;
	}

}
