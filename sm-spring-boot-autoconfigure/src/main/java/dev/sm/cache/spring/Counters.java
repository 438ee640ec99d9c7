package dev.sm.cache.spring;

import java.util.concurrent.atomic.LongAdder;

import dev.sm.cache.spring.ShardedCacheManager.Counts;

/**
 * Counts what is done with a cache.
 */
final class Counters {

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder puts = new LongAdder();

	private final LongAdder evictions = new LongAdder();

	void read(boolean hit) {
		(hit ? this.hits : this.misses).increment();
	}

	void put() {
		this.puts.increment();
	}

	void evicted(long entries) {
		this.evictions.add(entries);
	}

	Counts counts() {
		return new Counts(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.evictions.sum());
	}

}
