package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * How much a node holds, as far as can be told quickly.
 *
 * @param keys how many keys, about
 * @param bytes how many bytes they take with their values, about; {@code null} if the
 * node does not tell
 */
public record NodeSize(long keys, @Nullable Long bytes) {

}
