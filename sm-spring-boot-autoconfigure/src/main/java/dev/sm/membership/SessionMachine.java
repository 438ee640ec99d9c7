package dev.sm.membership;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Owns the one session of this instance. Passive: it is told events together with the
 * monotonic time, and answers with actions and the time at which it wants to be told
 * {@link SessionEvent.Tick}. Not thread-safe.
 */
public final class SessionMachine {

	public SessionMachine(Duration ttl) {
	}

	/**
	 * Takes an event.
	 * @param event what happened
	 * @param now the monotonic time in nanoseconds
	 * @return what is to be done, in order
	 */
	public List<SessionAction> on(SessionEvent event, long now) {
		return List.of();
	}

	/**
	 * When the machine wants to be told that time has passed.
	 * @return an instant of the monotonic clock, in nanoseconds
	 */
	public OptionalLong wakeUpAt() {
		return OptionalLong.empty();
	}

	/**
	 * The present life, if there is one; it may be over by the clock already.
	 * @return the life
	 */
	public Optional<Incarnation> incarnation() {
		return Optional.empty();
	}

	/**
	 * How this instance stands with the store.
	 * @param now the monotonic time in nanoseconds
	 * @return the state of its session
	 */
	public MembershipStatus status(long now) {
		return new MembershipStatus(false, null, null);
	}

}
