package dev.sm.manager;

import java.util.OptionalLong;

/**
 * The earliest of some instants of the monotonic clock, which may overflow. Instants that
 * have come already do not count: they were acted upon.
 */
final class WakeUp {

	private final long now;

	private boolean set;

	private long at;

	WakeUp(long now) {
		this.now = now;
	}

	void at(long instant) {
		if (instant - this.now <= 0) {
			return;
		}
		if (!this.set || instant - this.at < 0) {
			this.set = true;
			this.at = instant;
		}
	}

	OptionalLong get() {
		return this.set ? OptionalLong.of(this.at) : OptionalLong.empty();
	}

}
