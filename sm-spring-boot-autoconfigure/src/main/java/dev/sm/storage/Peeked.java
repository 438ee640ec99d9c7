package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * What is at a key's old place. At most one of the two is there.
 *
 * @param copy the value, or {@code null} if there is none
 * @param token the token under which the key has moved, or {@code null} if it has not
 */
public record Peeked(@Nullable KeyCopy copy, @Nullable String token) {

	/** Nothing is there. */
	public static final Peeked ABSENT = new Peeked(null, null);

}
