/**
 * Placement of keys on nodes: pure, immutable and without a clock.
 */
@NullMarked
package dev.sm.continuum;

import org.jspecify.annotations.NullMarked;
