package dev.sm.manager;

import java.time.Duration;

/**
 * When to try again: the delay doubles from 100 ms to 5 s.
 */
final class Backoff {

	private static final long BASE = Duration.ofMillis(100).toNanos();

	private static final long CAP = Duration.ofSeconds(5).toNanos();

	private int failures;

	private long until;

	void failed(long now) {
		this.until = now + Math.min(CAP, BASE << Math.min(this.failures, 10));
		this.failures++;
	}

	void succeeded() {
		this.failures = 0;
	}

	boolean waiting(long now) {
		return this.failures > 0 && now - this.until < 0;
	}

	void wake(WakeUp wakeUp, long now) {
		if (waiting(now)) {
			wakeUp.at(this.until);
		}
	}

}
