/**
 * Ownership at run time: passive machines that decide and a small driver that acts.
 */
@NullMarked
package dev.sm.manager;

import org.jspecify.annotations.NullMarked;
