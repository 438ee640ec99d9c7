package dev.sm.cache.near;

import java.util.concurrent.atomic.LongAdder;

import dev.sm.cache.NearCaching.Counts;

/**
 * Counts what is done with the values in memory.
 */
final class NearCounters {

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder invalidations = new LongAdder();

	private final LongAdder losses = new LongAdder();

	void read(int found, int missing) {
		this.hits.add(found);
		this.misses.add(missing);
	}

	void invalidated() {
		this.invalidations.increment();
	}

	void lost() {
		this.losses.increment();
	}

	Counts counts() {
		return new Counts(this.hits.sum(), this.misses.sum(), this.invalidations.sum(), this.losses.sum());
	}

}
