/**
 * The application whose start is measured, in a package of its own so that it looks for
 * beans in no other.
 */
@NullMarked
package dev.sm.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
