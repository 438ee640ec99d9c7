/**
 * Discovered services whose requests go by key, for Spring Cloud LoadBalancer.
 */
@NullMarked
package dev.sm.routing.loadbalancer;

import org.jspecify.annotations.NullMarked;
