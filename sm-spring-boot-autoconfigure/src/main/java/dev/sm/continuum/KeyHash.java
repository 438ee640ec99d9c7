package dev.sm.continuum;

import com.dynatrace.hash4j.hashing.Hashing;
import org.jspecify.annotations.Nullable;

/**
 * A hash of 64 bits over a part of a key's bytes.
 */
@FunctionalInterface
interface KeyHash {

	/**
	 * XXH3 of 64 bits without a seed.
	 */
	String XXH3_64 = "xxh3_64";

	/**
	 * SipHash-2-4 with a key of zeros, as ShardedKV's jump uses it.
	 */
	String SIPHASH_2_4 = "siphash_2_4";

	/**
	 * FNV-1a of 64 bits, as carbon-c-relay's jump uses it.
	 */
	String FNV1A_64 = "fnv1a_64";

	long hash(byte[] key, int offset, int length);

	static KeyHash named(String algorithm, @Nullable String name) {
		if (name == null || name.equals(XXH3_64)) {
			return Hashing.xxh3_64()::hashBytesToLong;
		}
		if (name.equals(SIPHASH_2_4)) {
			return SipHash::hash;
		}
		if (name.equals(FNV1A_64)) {
			return KeyHash::fnv1a;
		}
		throw new IllegalArgumentException("Hash '" + ContinuumSpec.printable(name) + "' of continuum algorithm '"
				+ algorithm + "' is unknown, must be " + XXH3_64 + ", " + SIPHASH_2_4 + " or " + FNV1A_64);
	}

	private static long fnv1a(byte[] key, int offset, int length) {
		long hash = 0xcbf29ce484222325L;
		for (int i = offset; i < offset + length; i++) {
			hash = (hash ^ (key[i] & 0xff)) * 0x100000001b3L;
		}
		return hash;
	}

}
