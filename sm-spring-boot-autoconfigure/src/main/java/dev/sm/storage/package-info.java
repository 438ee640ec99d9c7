/**
 * One storage node: the SPI that every kind of node implements.
 */
@NullMarked
package dev.sm.storage;

import org.jspecify.annotations.NullMarked;
