/**
 * Pools of nodes and the operations on them.
 */
@NullMarked
package dev.sm.cache;

import org.jspecify.annotations.NullMarked;
