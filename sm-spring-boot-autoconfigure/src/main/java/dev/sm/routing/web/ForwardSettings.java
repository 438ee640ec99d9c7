package dev.sm.routing.web;

import java.time.Duration;

/**
 * How requests are forwarded. Immutable.
 *
 * @param enabled whether they are; otherwise those for others are answered with 421
 * @param ownerWait how long a request waits for a shard that has no owner at present
 * @param timeout how long the owner may take until its answer begins
 * @param maxHops how often a request is forwarded at most, 1 or more
 * @param tellOwner whether answers tell clients that ask who the owner is
 */
public record ForwardSettings(boolean enabled, Duration ownerWait, Duration timeout, int maxHops, boolean tellOwner) {

}
