package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * A value and how long it has to live. The array is not copied.
 *
 * @param value the value, or {@code null} if the key is absent
 * @param remaining the milliseconds that it has to live by the node's clock, or
 * {@link KeyCopy#NEVER} if it does not expire or is absent
 */
public record Looked(byte @Nullable [] value, long remaining) {

	/** The key is absent. */
	public static final Looked ABSENT = new Looked(null, KeyCopy.NEVER);

}
