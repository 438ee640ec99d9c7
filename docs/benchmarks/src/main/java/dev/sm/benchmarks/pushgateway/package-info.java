/**
 * The access layer in front of Pushgateways, with real servers.
 */
@NullMarked
package dev.sm.benchmarks.pushgateway;

import org.jspecify.annotations.NullMarked;
