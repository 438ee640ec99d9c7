package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * What became of one node's share of an operation on several keys.
 *
 * @param <R> the type of the answer
 * @param group the keys
 * @param answer what the node answered, or {@code null} if it failed
 * @param failure why it failed, or {@code null}
 */
record NodeAnswer<R>(KeyGroup group, @Nullable R answer, @Nullable Throwable failure) {

}
