package dev.sm.membership;

import org.jspecify.annotations.Nullable;

/**
 * How this instance stands with the coordination store, as last known. Immutable.
 *
 * @param valid whether its session counts as alive at this instant
 * @param incarnation the id of its session, or {@code null} if it has none
 * @param lastError what went wrong last, for people, or {@code null} if the last request
 * was answered
 */
public record MembershipStatus(boolean valid, @Nullable String incarnation, @Nullable String lastError) {

}
