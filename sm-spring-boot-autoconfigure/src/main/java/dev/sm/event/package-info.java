/**
 * What happens, as application events: transitions of ownership and of pools, and what
 * operators do. Views, without conditions.
 */
@NullMarked
package dev.sm.event;

import org.jspecify.annotations.NullMarked;
