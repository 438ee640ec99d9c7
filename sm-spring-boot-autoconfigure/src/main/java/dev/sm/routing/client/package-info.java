/**
 * Clients that go to the owners of keys directly.
 */
@NullMarked
package dev.sm.routing.client;

import org.jspecify.annotations.NullMarked;
