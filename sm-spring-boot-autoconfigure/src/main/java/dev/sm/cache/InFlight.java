package dev.sm.cache;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the operations that were begun under one topology and may still have an effect.
 * Two counters that only grow, so that reading the ends before the beginnings never shows
 * nobody there while somebody is.
 */
final class InFlight {

	private final LongAdder begun = new LongAdder();

	private final LongAdder ended = new LongAdder();

	void begin() {
		this.begun.increment();
	}

	void end() {
		this.ended.increment();
	}

	/** Whether nothing is under way; lasting only once nothing begins any more. */
	boolean none() {
		long ended = this.ended.sum();
		return ended == this.begun.sum();
	}

}
