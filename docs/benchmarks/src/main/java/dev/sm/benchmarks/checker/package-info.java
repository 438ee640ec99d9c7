/**
 * Explores the ownership protocol exhaustively within small bounds.
 */
@NullMarked
package dev.sm.benchmarks.checker;

import org.jspecify.annotations.NullMarked;
