/**
 * Placement of keys, beside the peers.
 */
@NullMarked
package dev.sm.benchmarks.continuum;

import org.jspecify.annotations.NullMarked;
