package dev.sm.coordination.raft;

import java.util.Set;
import java.util.TreeSet;

/**
 * A session as the state keeps it. Not thread-safe.
 */
final class RaftSession {

	private final long ttlNanos;

	private final Set<String> keys = new TreeSet<>();

	private long deadline;

	RaftSession(long ttlNanos, long deadline) {
		this.ttlNanos = ttlNanos;
		this.deadline = deadline;
	}

	void renew(long now) {
		this.deadline = now + this.ttlNanos;
	}

	long ttlNanos() {
		return this.ttlNanos;
	}

	long deadline() {
		return this.deadline;
	}

	Set<String> keys() {
		return this.keys;
	}

}
