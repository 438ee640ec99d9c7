package dev.sm.storage.memory;

import java.util.concurrent.TimeUnit;

/**
 * The clock by which real memory nodes let entries expire.
 */
final class MemoryClockDriver {

	private MemoryClockDriver() {
	}

	static long millis() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
	}

}
