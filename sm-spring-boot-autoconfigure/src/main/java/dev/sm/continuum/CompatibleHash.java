package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

import com.dynatrace.hash4j.hashing.Hashing;
import org.jspecify.annotations.Nullable;

/**
 * The hashes by which other clients place keys, with their deviations from the published
 * functions: libmemcached and twemproxy read a byte as a signed character in all but a
 * few of them, calculate FNV-1a of 64 bits in 32, and keep 15 bits of a CRC-32.
 *
 * @param name the name by which specs choose it
 * @param function the function
 * @param values how many values it has, from 0
 */
record CompatibleHash(String name, KeyHash function, long values) {

	static final long VALUES_32 = 1L << 32;

	/** The first four bytes of an MD5 digest, the lowest first. */
	static final CompatibleHash MD5 = full("md5", Md5::first);

	static final CompatibleHash MURMUR3_32 = full("murmur3_32",
			(key, offset, length) -> unsigned(Hashing.murmur3_32().hashBytesToInt(key, offset, length)));

	/** The functions of twemproxy, and of libmemcached under the same names. */
	static final Map<String, CompatibleHash> TWEMPROXY = byName(MD5,
			full("one_at_a_time", (key, from, length) -> unsigned(SignedHashes.oneAtATime(key, from, length))),
			full("crc16", (key, from, length) -> unsigned(Crc.sixteenUnmasked(key, from, length))),
			new CompatibleHash("crc32", Crc::upper15, 1 << 15), full("crc32a", Crc::thirtyTwo),
			full("fnv1_64", (key, from, length) -> unsigned(SignedHashes.fnv1Of64(key, from, length))),
			full("fnv1a_64", (key, from, length) -> unsigned(SignedHashes.fnv1aOf64(key, from, length))),
			full("fnv1_32", (key, from, length) -> unsigned(SignedHashes.fnv1(key, from, length))),
			full("fnv1a_32", (key, from, length) -> unsigned(SignedHashes.fnv1a(key, from, length))),
			full("hsieh", (key, from, length) -> unsigned(WordHashes.hsieh(key, from, length))),
			full("murmur", (key, from, length) -> unsigned(WordHashes.murmur(key, from, length))),
			full("jenkins", (key, from, length) -> unsigned(WordHashes.jenkins(key, from, length))));

	/**
	 * The functions of spymemcached, those over characters by the characters of UTF-8.
	 */
	static final Map<String, CompatibleHash> SPYMEMCACHED = byName(MD5,
			new CompatibleHash("crc32", Crc::upper15, 1 << 15), ofCharacters("fnv1_64", CharHashes::fnv1Of64),
			ofCharacters("fnv1a_64", CharHashes::fnv1aOf64), ofCharacters("fnv1_32", CharHashes::fnv1),
			ofCharacters("fnv1a_32", CharHashes::fnv1a), ofCharacters("native", String::hashCode));

	private static CompatibleHash full(String name, KeyHash function) {
		return new CompatibleHash(name, function, VALUES_32);
	}

	private static CompatibleHash ofCharacters(String name, ToIntFunction<String> function) {
		return full(name, (key, from,
				length) -> unsigned(function.applyAsInt(new String(key, from, length, StandardCharsets.UTF_8))));
	}

	private static Map<String, CompatibleHash> byName(CompatibleHash... hashes) {
		Map<String, CompatibleHash> byName = new TreeMap<>();
		for (CompatibleHash hash : hashes) {
			byName.put(hash.name(), hash);
		}
		return Map.copyOf(byName);
	}

	/**
	 * The hash that a spec names.
	 * @param spec the spec
	 * @param hashes what its algorithm takes
	 * @param standard what it takes if none is named
	 * @throws IllegalArgumentException if the algorithm does not take it
	 */
	static CompatibleHash of(ContinuumSpec spec, Map<String, CompatibleHash> hashes, CompatibleHash standard) {
		@Nullable String name = spec.hash();
		if (name == null) {
			return standard;
		}
		CompatibleHash hash = hashes.get(name);
		if (hash == null) {
			throw new IllegalArgumentException("Hash '" + ContinuumSpec.printable(name)
					+ "' does not go with continuum algorithm '" + spec.algorithm() + "', must be "
					+ String.join(", ", new TreeMap<>(hashes).keySet()) + ", or absent, which is " + standard.name());
		}
		return hash;
	}

	private static long unsigned(int hash) {
		return Integer.toUnsignedLong(hash);
	}

}
