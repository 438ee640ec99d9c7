/**
 * Redis nodes: {@code redis://} and {@code rediss://}.
 */
@NullMarked
package dev.sm.storage.redis;

import org.jspecify.annotations.NullMarked;
