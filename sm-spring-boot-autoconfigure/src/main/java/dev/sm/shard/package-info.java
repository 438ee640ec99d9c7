/**
 * Shards, their specs, the assignment and the planner that computes it: pure values and
 * functions.
 */
@NullMarked
package dev.sm.shard;

import org.jspecify.annotations.NullMarked;
