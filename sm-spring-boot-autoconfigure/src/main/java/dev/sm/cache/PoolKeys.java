package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.sm.storage.ReservedKeys;
import org.jspecify.annotations.Nullable;

/**
 * The user's keys and what becomes of them: the bytes that a node stores, and the part of
 * those that is placed. A key is placed as it is stored, with the pool's prefix, so that
 * any other client with the same rules looks for it on the same node. The prefix has no
 * character of the hash tag, so that it cannot hide a key's own tag.
 */
final class PoolKeys {

	/** The longest key, in bytes as it is stored. */
	static final int MAX_BYTES = 64 * 1024;

	private static final int SHOWN = 64;

	private final String prefix;

	private final byte open;

	private final byte close;

	private final boolean tagged;

	PoolKeys(String prefix, @Nullable String hashTag) {
		String tag = (hashTag != null) ? hashTag : "{}";
		this.prefix = prefix;
		this.tagged = !tag.isEmpty();
		this.open = this.tagged ? (byte) tag.charAt(0) : 0;
		this.close = this.tagged ? (byte) tag.charAt(1) : 0;
	}

	/**
	 * The bytes that a node stores.
	 * @throws IllegalArgumentException if the key is null, too long or not well-formed
	 */
	byte[] stored(@Nullable String key) {
		if (key == null) {
			throw new IllegalArgumentException("'key' must not be null");
		}
		checkSurrogates(key);
		byte[] stored = (this.prefix.isEmpty() ? key : this.prefix.concat(key)).getBytes(StandardCharsets.UTF_8);
		if (stored.length > MAX_BYTES) {
			throw new IllegalArgumentException("key '" + shown(key) + "' must have at most " + MAX_BYTES
					+ " bytes with the pool's prefix (had " + stored.length + ")");
		}
		ReservedKeys.refuse(stored);
		return stored;
	}

	/**
	 * The part of a stored key that decides where it is placed: what stands between the
	 * first opening character and the next closing one if that is not empty, else all.
	 */
	byte[] placed(byte[] stored) {
		if (!this.tagged) {
			return stored;
		}
		int start = indexOf(stored, this.open, 0);
		if (start < 0) {
			return stored;
		}
		int end = indexOf(stored, this.close, start + 1);
		return (end <= start + 1) ? stored : Arrays.copyOfRange(stored, start + 1, end);
	}

	/**
	 * The part that is placed of a key that was found on a node. Leases and notes are
	 * placed as the keys that they are about.
	 */
	byte[] placedFound(byte[] found) {
		return placed(ReservedKeys.subject(found));
	}

	/** The part of a user's key that decides where it is placed, for people. */
	String placedText(String key) {
		return new String(placed(stored(key)), StandardCharsets.UTF_8);
	}

	/**
	 * The user's key, or {@code null} if it is none of this pool's: it lacks the prefix
	 * or is not UTF-8.
	 */
	@Nullable String user(byte[] stored) {
		String key = new String(stored, StandardCharsets.UTF_8);
		boolean lossy = key.indexOf('\uFFFD') >= 0 && !Arrays.equals(key.getBytes(StandardCharsets.UTF_8), stored);
		boolean reserved = ReservedKeys.contains(stored);
		return (lossy || reserved || !key.startsWith(this.prefix)) ? null : key.substring(this.prefix.length());
	}

	/**
	 * A key as it is shown in messages: not too long, and on one line.
	 */
	static String shown(String key) {
		boolean plain = key.length() <= SHOWN && key.chars().noneMatch(Character::isISOControl);
		if (plain) {
			return key;
		}
		StringBuilder shown = new StringBuilder(key.substring(0, Math.min(SHOWN, key.length())));
		for (int i = 0; i < shown.length(); i++) {
			if (Character.isISOControl(shown.charAt(i))) {
				shown.setCharAt(i, '?');
			}
		}
		return (key.length() > SHOWN) ? shown.append("...").toString() : shown.toString();
	}

	private static void checkSurrogates(String key) {
		for (int i = 0; i < key.length(); i++) {
			if (Character.isSurrogate(key.charAt(i))) {
				if (i + 1 == key.length() || !Character.isSurrogatePair(key.charAt(i), key.charAt(i + 1))) {
					throw new IllegalArgumentException("key '" + shown(key)
							+ "' must be well-formed (has half a surrogate pair at index " + i + ")");
				}
				i++;
			}
		}
	}

	private static int indexOf(byte[] bytes, byte wanted, int from) {
		for (int i = from; i < bytes.length; i++) {
			if (bytes[i] == wanted) {
				return i;
			}
		}
		return -1;
	}

}
