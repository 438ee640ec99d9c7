/**
 * When to ask once more, and how often at most: what everything shares that hedges its
 * requests.
 */
@NullMarked
package dev.sm.hedging;

import org.jspecify.annotations.NullMarked;
