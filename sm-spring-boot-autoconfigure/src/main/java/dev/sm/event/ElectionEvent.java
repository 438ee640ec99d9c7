package dev.sm.event;

import org.jspecify.annotations.Nullable;

/**
 * Another participant computes the assignment. Told by instances that know the whole
 * service: always by the new controller. Immutable.
 *
 * @param service the service
 * @param controller the participant that is controller, or {@code null} if there is none
 * @param here whether that is this instance
 */
public record ElectionEvent(String service, @Nullable String controller, boolean here) implements SmEvent {

}
