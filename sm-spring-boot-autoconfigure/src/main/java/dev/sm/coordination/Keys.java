package dev.sm.coordination;

import java.nio.charset.StandardCharsets;

/**
 * What keys and values may look like in every store, and which keys a prefix covers.
 */
public final class Keys {

	/** The longest key, in bytes of UTF-8. */
	public static final int MAX_KEY_BYTES = 1024;

	/** The largest value of one key, in bytes of UTF-8. */
	public static final int MAX_VALUE_BYTES = 256 * 1024;

	private Keys() {
	}

	/**
	 * Checks a key or prefix: it starts with a slash, has no empty segment, no segment
	 * {@code .} or {@code ..}, no control character, no half of a surrogate pair, and at
	 * most {@link #MAX_KEY_BYTES}.
	 * @param key the key
	 * @return the key
	 * @throws IllegalArgumentException if it is not well-formed
	 */
	public static String check(String key) {
		if (!key.startsWith("/") || key.endsWith("/") || key.contains("//")) {
			throw new IllegalArgumentException("key '" + key + "' must start with '/' and must have no empty segment");
		}
		if (hasControlCharacter(key)) {
			throw new IllegalArgumentException("key '" + key + "' must not contain control characters");
		}
		if (!isWellFormed(key)) {
			throw new IllegalArgumentException("key '" + key + "' must not contain half of a surrogate pair");
		}
		if ((key + "/").contains("/./") || (key + "/").contains("/../")) {
			throw new IllegalArgumentException("key '" + key + "' must not contain the segments '.' and '..'");
		}
		int bytes = bytes(key);
		if (bytes > MAX_KEY_BYTES) {
			throw new IllegalArgumentException("key '" + key.substring(0, 64) + "...' must have at most "
					+ MAX_KEY_BYTES + " bytes (had " + bytes + ")");
		}
		return key;
	}

	/**
	 * Appends a segment to a path.
	 * @param parent the path
	 * @param segment one segment, without a slash
	 * @return the longer path
	 * @throws IllegalArgumentException if the segment is empty or contains a slash
	 */
	public static String child(String parent, String segment) {
		if (segment.isEmpty() || segment.indexOf('/') >= 0) {
			throw new IllegalArgumentException("'" + segment + "' must be one path segment: not empty and without '/'");
		}
		return check(parent + "/" + segment);
	}

	/**
	 * Whether a prefix covers a key: they are equal, or the key continues with a slash.
	 * @param prefix the prefix
	 * @param key the key
	 * @return whether the key lies at or below the prefix
	 */
	public static boolean covers(String prefix, String key) {
		return key.startsWith(prefix) && (key.length() == prefix.length() || key.charAt(prefix.length()) == '/');
	}

	static void checkValue(String key, String value) {
		if (!isWellFormed(value)) {
			throw new IllegalArgumentException("value of '" + key + "' must not contain half of a surrogate pair");
		}
		int bytes = bytes(value);
		if (bytes > MAX_VALUE_BYTES) {
			throw new IllegalArgumentException(
					"value of '" + key + "' must have at most " + MAX_VALUE_BYTES + " bytes (had " + bytes + ")");
		}
	}

	static int bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	private static boolean hasControlCharacter(String key) {
		for (int i = 0; i < key.length(); i++) {
			if (key.charAt(i) < 0x20 || key.charAt(i) == 0x7f) {
				return true;
			}
		}
		return false;
	}

	// half a pair has no UTF-8: it would come back from a store as another character
	private static boolean isWellFormed(String text) {
		for (int i = 0; i < text.length(); i++) {
			char ch = text.charAt(i);
			if (!Character.isSurrogate(ch)) {
				continue;
			}
			if (Character.isLowSurrogate(ch) || i + 1 == text.length()
					|| !Character.isLowSurrogate(text.charAt(i + 1))) {
				return false;
			}
			i++;
		}
		return true;
	}

}
