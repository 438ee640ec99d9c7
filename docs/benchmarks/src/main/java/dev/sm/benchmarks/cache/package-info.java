/**
 * Measures pools.
 */
@NullMarked
package dev.sm.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
