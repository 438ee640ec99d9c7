package dev.sm.sample;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The count of one name, as it is stored: one value, so that one fenced write changes all
 * of it or nothing.
 *
 * @param base what an import set
 * @param added what requests added
 * @param recent the counts that the last requests with an idempotency key were answered
 * with, by key, oldest first
 */
record Count(long base, long added, Map<String, Long> recent) {

	/** The largest number that is taken, for one request or import line. */
	static final long MAX = 1_000_000_000_000L;

	/** How many idempotency keys a name remembers. */
	static final int MAX_RECENT = 100;

	static final Count ZERO = new Count(0, 0, Map.of());

	static long check(String what, long number, long min) {
		if (number < min || number > MAX) {
			throw new BadInputException(what + " must be between " + min + " and " + MAX + " (was " + number + ")");
		}
		return number;
	}

	long value() {
		return this.base + this.added;
	}

	Count withBase(long base) {
		return new Count(base, this.added, this.recent);
	}

	Count plus(long by) {
		return new Count(this.base, Math.addExact(this.added, by), this.recent);
	}

	Count answered(String idempotencyKey) {
		Map<String, Long> recent = new LinkedHashMap<>(this.recent);
		recent.put(idempotencyKey, value());
		if (recent.size() > MAX_RECENT) {
			recent.remove(recent.keySet().iterator().next());
		}
		return new Count(this.base, this.added, recent);
	}

}
