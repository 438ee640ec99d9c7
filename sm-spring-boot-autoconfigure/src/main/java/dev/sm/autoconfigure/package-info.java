/**
 * Conditions, properties and wiring.
 */
@NullMarked
package dev.sm.autoconfigure;

import org.jspecify.annotations.NullMarked;
