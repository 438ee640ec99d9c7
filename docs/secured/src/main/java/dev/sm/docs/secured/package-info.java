/**
 * An application behind Spring Security.
 */
@NullMarked
package dev.sm.docs.secured;

import org.jspecify.annotations.NullMarked;
