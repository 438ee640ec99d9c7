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

	/** What a note on a loaded value starts with; the key follows. */
	public static final String LOADED = "sm:loaded:";

	private static final int SHOWN = 64;

	private static final byte[] COMMON = bytes("sm:");

	private static final List<byte[]> BESIDE = List.of(bytes(LEASE), bytes(LOADED));

	private static final List<byte[]> OWN = List.of(bytes(NODE), bytes(FENCE), bytes(MOVED), bytes(STAGE));

	private ReservedKeys() {
	}

	/**
	 * Whether a key is one that nodes keep for themselves.
	 * @param key the key
	 * @return whether it starts with a reserved prefix
	 */
	public static boolean contains(byte[] key) {
		return startsWith(key, COMMON) && (startsWithAny(key, OWN) || startsWithAny(key, BESIDE));
	}

	/**
	 * The application's key that a lease or a note is about. Those move with their key,
	 * and commands may name them.
	 * @param key a key
	 * @return the key without what leases and notes start with; otherwise the key itself
	 */
	public static byte[] subject(byte[] key) {
		if (startsWith(key, COMMON)) {
			for (byte[] prefix : BESIDE) {
				if (startsWith(key, prefix)) {
					return Arrays.copyOfRange(key, prefix.length, key.length);
				}
			}
		}
		return key;
	}

	/**
	 * Refuses an application's key that is reserved.
	 * @param key the key
	 * @throws IllegalArgumentException if it starts with a reserved prefix
	 */
	public static void refuse(byte[] key) {
		if (contains(key)) {
			String shown = new String(key, 0, Math.min(key.length, SHOWN), StandardCharsets.US_ASCII);
			throw new IllegalArgumentException("key '" + shown.replaceAll("\\p{Cntrl}", "?") + "' must not start with "
					+ NODE + ", " + FENCE + ", " + MOVED + ", " + STAGE + ", " + LEASE + " or " + LOADED
					+ ", which nodes keep for themselves");
		}
	}

	static void refuseOwn(byte[] key) {
		if (startsWith(key, COMMON) && startsWithAny(key, OWN)) {
			refuse(key);
		}
	}

	private static boolean startsWithAny(byte[] key, List<byte[]> prefixes) {
		return prefixes.stream().anyMatch((prefix) -> startsWith(key, prefix));
	}

	private static boolean startsWith(byte[] key, byte[] prefix) {
		return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
