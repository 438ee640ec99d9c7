package dev.sm.coordination;

import org.jspecify.annotations.Nullable;

/**
 * One change of one key.
 *
 * @param key the key
 * @param revision the revision of the change
 * @param entry the key as it is now, or {@code null} if it was removed
 */
public record WatchEvent(String key, long revision, @Nullable Entry entry) {

}
