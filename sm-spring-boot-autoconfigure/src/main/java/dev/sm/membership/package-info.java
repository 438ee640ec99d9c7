/**
 * This instance's one session in the coordination store, and who else is there.
 */
@NullMarked
package dev.sm.membership;

import org.jspecify.annotations.NullMarked;
