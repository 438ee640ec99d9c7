/**
 * A coordination store inside one JVM, shared by all application contexts in it.
 */
@NullMarked
package dev.sm.coordination.local;

import org.jspecify.annotations.NullMarked;
