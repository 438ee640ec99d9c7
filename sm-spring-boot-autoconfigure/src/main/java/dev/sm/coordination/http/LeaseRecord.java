package dev.sm.coordination.http;

import java.time.Duration;

/**
 * A lease as the store has it, one part a line; the name is last and may be any text.
 *
 * @param ttlSeconds its time to live
 * @param sessionId the session that it lives as long as
 * @param name what its holder calls it
 */
record LeaseRecord(long ttlSeconds, String sessionId, String name) {

	static LeaseRecord parse(String value) {
		String[] parts = value.split("\n", 3);
		return new LeaseRecord(Long.parseLong(parts[0]), parts[1], parts[2]);
	}

	String encode() {
		return this.ttlSeconds + "\n" + this.sessionId + "\n" + this.name;
	}

	Duration ttl() {
		return Duration.ofSeconds(this.ttlSeconds);
	}

}
