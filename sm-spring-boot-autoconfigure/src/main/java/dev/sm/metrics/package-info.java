/**
 * The {@code sm.*} meters.
 */
@NullMarked
package dev.sm.metrics;

import org.jspecify.annotations.NullMarked;
