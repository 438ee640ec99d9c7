package dev.sm.coordination;

import org.jspecify.annotations.Nullable;

/**
 * One key of the store as it was at some revision.
 *
 * @param key the key
 * @param value the value
 * @param revision the revision of the last change of this key
 * @param sessionId the session that the key is bound to, or {@code null}
 */
public record Entry(String key, String value, long revision, @Nullable String sessionId) {

}
