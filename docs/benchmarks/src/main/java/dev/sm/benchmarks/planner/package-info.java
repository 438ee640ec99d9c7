/**
 * Measures the planner beside what others plan with, none of which needs a server for it.
 */
@NullMarked
package dev.sm.benchmarks.planner;

import org.jspecify.annotations.NullMarked;
