/**
 * Who owns a key.
 */
@NullMarked
package dev.sm.routing;

import org.jspecify.annotations.NullMarked;
