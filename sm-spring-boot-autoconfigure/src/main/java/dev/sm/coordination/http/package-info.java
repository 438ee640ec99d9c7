/**
 * Keys, values and leases of the Raft group over HTTP, for programs that are not Java.
 */
@NullMarked
package dev.sm.coordination.http;

import org.jspecify.annotations.NullMarked;
