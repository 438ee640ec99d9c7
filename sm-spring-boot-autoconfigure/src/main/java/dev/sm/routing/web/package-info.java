/**
 * Requests that reached another instance than the owner of their shard.
 */
@NullMarked
package dev.sm.routing.web;

import org.jspecify.annotations.NullMarked;
