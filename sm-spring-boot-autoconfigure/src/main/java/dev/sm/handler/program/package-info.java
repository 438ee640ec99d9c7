/**
 * Shard handlers that are programs of their own, in any language.
 */
@NullMarked
package dev.sm.handler.program;

import org.jspecify.annotations.NullMarked;
