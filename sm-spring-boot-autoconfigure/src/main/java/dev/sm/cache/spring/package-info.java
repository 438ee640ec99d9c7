/**
 * Pools as caches of Spring's cache abstraction.
 */
@NullMarked
package dev.sm.cache.spring;

import org.jspecify.annotations.NullMarked;
