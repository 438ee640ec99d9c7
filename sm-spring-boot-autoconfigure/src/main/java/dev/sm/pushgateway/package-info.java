/**
 * An access layer in front of Prometheus Pushgateways: each group of metrics has one
 * gateway, and what is left of it elsewhere is removed.
 */
@NullMarked
package dev.sm.pushgateway;

import org.jspecify.annotations.NullMarked;
