/**
 * Health of ownership and of pools.
 */
@NullMarked
package dev.sm.health;

import org.jspecify.annotations.NullMarked;
