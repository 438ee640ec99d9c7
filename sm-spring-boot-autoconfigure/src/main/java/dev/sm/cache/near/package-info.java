/**
 * Values of nodes inside this instance.
 */
@NullMarked
package dev.sm.cache.near;

import org.jspecify.annotations.NullMarked;
