/**
 * The page for operators: what there is to see, told live to browsers.
 */
@NullMarked
package dev.sm.console;

import org.jspecify.annotations.NullMarked;
