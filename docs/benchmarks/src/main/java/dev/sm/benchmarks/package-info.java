/**
 * Programs that measure sm beside its peers.
 */
@NullMarked
package dev.sm.benchmarks;

import org.jspecify.annotations.NullMarked;
