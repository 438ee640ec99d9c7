package dev.sm.storage;

/**
 * A value on its way from one node to another. The array is not copied; two of these are
 * equal only if they share it.
 *
 * @param kind what the bytes are
 * @param bytes the value
 * @param expiresAt when the source lets it expire, in milliseconds of the source's own
 * clock, or {@link #NEVER}; only compared
 * @param remaining how long it had to live when it was read, in milliseconds, or
 * {@link #NEVER}
 */
public record KeyCopy(Kind kind, byte[] bytes, long expiresAt, long remaining) {

	/** The expiry of what does not expire. */
	public static final long NEVER = -1;

	/** What the bytes of a copy are. */
	public enum Kind {

		/** A string, which every kind of node takes. */
		STRING,

		/** A value of another type, as Redis serializes it; only Redis takes it. */
		REDIS_DUMP

	}

}
