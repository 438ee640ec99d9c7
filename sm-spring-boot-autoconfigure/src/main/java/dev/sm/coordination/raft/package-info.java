/**
 * A coordination store that the instances form among themselves: an embedded Raft group
 * on Apache Ratis.
 */
@NullMarked
package dev.sm.coordination.raft;

import org.jspecify.annotations.NullMarked;
