package dev.sm.continuum;

/**
 * FNV over characters, as spymemcached has it: of 64 bits the lower 32 count.
 */
final class CharHashes {

	private static final long INIT_64 = 0xcbf29ce484222325L;

	private static final long PRIME_64 = 0x100000001b3L;

	private static final int INIT_32 = 0x811c9dc5;

	private static final int PRIME_32 = 0x1000193;

	private CharHashes() {
	}

	static int fnv1Of64(String key) {
		long hash = INIT_64;
		for (int i = 0; i < key.length(); i++) {
			hash = (hash * PRIME_64) ^ key.charAt(i);
		}
		return (int) hash;
	}

	static int fnv1aOf64(String key) {
		long hash = INIT_64;
		for (int i = 0; i < key.length(); i++) {
			hash = (hash ^ key.charAt(i)) * PRIME_64;
		}
		return (int) hash;
	}

	static int fnv1(String key) {
		int hash = INIT_32;
		for (int i = 0; i < key.length(); i++) {
			hash = (hash * PRIME_32) ^ key.charAt(i);
		}
		return hash;
	}

	static int fnv1a(String key) {
		int hash = INIT_32;
		for (int i = 0; i < key.length(); i++) {
			hash = (hash ^ key.charAt(i)) * PRIME_32;
		}
		return hash;
	}

}
