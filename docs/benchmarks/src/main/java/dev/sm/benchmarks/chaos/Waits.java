package dev.sm.benchmarks.chaos;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waiting.
 */
final class Waits {

	private Waits() {
	}

	static void until(String what, Duration atMost, BooleanSupplier condition) {
		if (!isTrue(atMost, condition)) {
			throw new IllegalStateException("waited " + atMost.toSeconds() + " s in vain until " + what);
		}
	}

	static boolean isTrue(Duration atMost, BooleanSupplier condition) {
		long end = System.nanoTime() + atMost.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				return false;
			}
			sleep(10);
		}
		return true;
	}

	static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
