/**
 * Breaks a real cluster in every way it can, and checks from outside that ownership
 * holds. Read in this order: {@code Chaos} (options, modes), {@code Testbed} (what is
 * started), {@code Fault} (what is injected), {@code Recorder} (what is checked),
 * {@code Traffic} and {@code Ledger} (fenced writes).
 */
@NullMarked
package dev.sm.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
