/**
 * The actuator endpoints {@code continuum}, {@code shards} and {@code migration}.
 */
@NullMarked
package dev.sm.endpoint;

import org.jspecify.annotations.NullMarked;
