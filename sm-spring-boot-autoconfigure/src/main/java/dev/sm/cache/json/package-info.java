/**
 * The default codec: JSON.
 */
@NullMarked
package dev.sm.cache.json;

import org.jspecify.annotations.NullMarked;
