package dev.sm.coordination.local;

import java.util.Set;
import java.util.TreeSet;

/**
 * A session as the state keeps it. Not thread-safe.
 */
final class LocalSession {

	private final long ttlNanos;

	private final Set<String> keys = new TreeSet<>();

	private long deadline;

	LocalSession(long ttlNanos, long now) {
		this.ttlNanos = ttlNanos;
		renew(now);
	}

	void renew(long now) {
		this.deadline = now + this.ttlNanos;
	}

	long deadline() {
		return this.deadline;
	}

	Set<String> keys() {
		return this.keys;
	}

}
