/**
 * Migrations of pools, and loads of their keys, with real processes and servers.
 */
@NullMarked
package dev.sm.benchmarks.migration;

import org.jspecify.annotations.NullMarked;
