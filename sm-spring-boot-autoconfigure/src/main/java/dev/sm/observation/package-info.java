/**
 * Observations, and so traces, of what takes time: commands to nodes, calls of shard
 * handlers, handoffs. Views, without conditions.
 */
@NullMarked
package dev.sm.observation;

import org.jspecify.annotations.NullMarked;
