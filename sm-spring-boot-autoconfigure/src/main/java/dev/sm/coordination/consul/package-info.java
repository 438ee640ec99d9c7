/**
 * The coordination store on Consul.
 */
@NullMarked
package dev.sm.coordination.consul;

import org.jspecify.annotations.NullMarked;
