package dev.sm.coordination.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A lease as the store has it, one part a line; the name is last and may be any text.
 *
 * @param ttlSeconds its time to live
 * @param sessionId the session that it lives as long as
 * @param name what its holder calls it
 */
record LeaseRecord(long ttlSeconds, String sessionId, String name) {

	/** Reads a record; one that cannot be read is none. */
	static @Nullable LeaseRecord parse(String value) {
		String[] parts = value.split("\n", 3);
		boolean readable = parts.length == 3 && parts[0].matches("[1-9][0-9]{0,8}") && !parts[1].isEmpty();
		return readable ? new LeaseRecord(Long.parseLong(parts[0]), parts[1], parts[2]) : null;
	}

	String encode() {
		return this.ttlSeconds + "\n" + this.sessionId + "\n" + this.name;
	}

	Duration ttl() {
		return Duration.ofSeconds(this.ttlSeconds);
	}

}
