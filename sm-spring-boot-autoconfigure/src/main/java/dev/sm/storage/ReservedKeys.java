package dev.sm.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that a node keeps for itself, beside those of the application: all start with
 * one of a few prefixes. A command that names such a key is refused when it is made, and
 * a scan does not tell them.
 */
public final class ReservedKeys {

	/** What the record of a node's own state starts with. */
	public static final String NODE = "sm:node";

	/** What the highest epoch seen of a scope starts with; the scope follows. */
	public static final String FENCE = "sm:fence:";

	/** What the mark of a key that has moved away starts with; the key follows. */
	public static final String MOVED = "sm:moved:";

	/** What a copy that is not yet in force starts with; its token follows. */
	public static final String STAGE = "sm:stage:";

	/** What the lease of a load starts with; the key follows. */
	public static final String LEASE = "sm:lease:";

	private static final byte[] COMMON = bytes("sm:");

	private static final List<byte[]> PREFIXES = List.of(bytes(NODE), bytes(FENCE), bytes(MOVED), bytes(STAGE),
			bytes(LEASE));

	private ReservedKeys() {
	}

	/**
	 * Whether a key is one that nodes keep for themselves.
	 * @param key the key
	 * @return whether it starts with a reserved prefix
	 */
	public static boolean contains(byte[] key) {
		return startsWith(key, COMMON) && PREFIXES.stream().anyMatch((prefix) -> startsWith(key, prefix));
	}

	static void refuse(byte[] key) {
		if (contains(key)) {
			throw new IllegalArgumentException(
					"key '" + new String(key, StandardCharsets.UTF_8) + "' must not start with " + NODE + ", " + FENCE
							+ ", " + MOVED + ", " + STAGE + " or " + LEASE + ", which nodes keep for themselves");
		}
	}

	private static boolean startsWith(byte[] key, byte[] prefix) {
		return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
