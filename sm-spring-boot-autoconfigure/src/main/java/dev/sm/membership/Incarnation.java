package dev.sm.membership;

import java.time.Duration;

/**
 * One life of this instance: the time during which one session counts as alive by this
 * instance's own clock. Once over, it is over for ever, whatever answers still come.
 * Thread-safe; reading it costs two volatile reads.
 */
public final class Incarnation {

	private final String id;

	private final Duration ttl;

	private volatile long validUntil;

	private volatile boolean over;

	Incarnation(String id, Duration ttl, long validUntil) {
		this.id = id;
		this.ttl = ttl;
		this.validUntil = validUntil;
	}

	/**
	 * Identifies this life.
	 * @return the id of the session
	 */
	public String id() {
		return this.id;
	}

	/**
	 * How long the session lives in the store after a renewal was processed. This life is
	 * shorter.
	 * @return the time to live that the store has granted
	 */
	public Duration ttl() {
		return this.ttl;
	}

	/**
	 * When it ends unless the session is renewed before.
	 * @return an instant of the instance's monotonic clock, in nanoseconds
	 */
	public long validUntil() {
		return this.validUntil;
	}

	/**
	 * Whether the session counts as alive. Once somebody was told that it does not,
	 * nobody is told that it does: an answer may come at the very instant of its end.
	 * @param now an instant of the instance's monotonic clock, in nanoseconds
	 * @return whether it is not over
	 */
	public boolean validAt(long now) {
		if (now - this.validUntil >= 0) {
			this.over = true;
		}
		return !this.over;
	}

	boolean isOver() {
		return this.over;
	}

	void extendTo(long validUntil) {
		if (!this.over && validUntil - this.validUntil > 0) {
			this.validUntil = validUntil;
		}
	}

	void end() {
		this.over = true;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
