/**
 * What of a request is its key.
 */
@NullMarked
package dev.sm.routing.key;

import org.jspecify.annotations.NullMarked;
