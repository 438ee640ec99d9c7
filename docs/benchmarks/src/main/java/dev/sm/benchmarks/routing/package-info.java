/**
 * What routing costs, with real processes.
 */
@NullMarked
package dev.sm.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
