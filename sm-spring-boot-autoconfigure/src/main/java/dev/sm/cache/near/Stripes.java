package dev.sm.cache.near;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Tells whether a key has changed while it was read. Many keys share a counter, so that
 * it may say so of one that has not. Thread-safe.
 */
final class Stripes {

	private static final int COUNT = 1 << 12;

	private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNT);

	/** To be asked before the key is read, and compared once it was. */
	int token(byte[] key) {
		return this.counters.get(index(key));
	}

	void changed(byte[] key) {
		this.counters.incrementAndGet(index(key));
	}

	private static int index(byte[] key) {
		int hash = Arrays.hashCode(key) * 0x9E3779B9;
		return (hash ^ (hash >>> 16)) & (COUNT - 1);
	}

}
