/**
 * The SPI to the shared store: sessions, keys with revisions and watches; elections on
 * top.
 */
@NullMarked
package dev.sm.coordination;

import org.jspecify.annotations.NullMarked;
