/**
 * The annotations of beans that own shards, and what reads them.
 */
@NullMarked
package dev.sm.handler;

import org.jspecify.annotations.NullMarked;
