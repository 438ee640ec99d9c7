package dev.sm.hedging;

import java.util.Arrays;

/**
 * What most of the last requests took at most: their 95th percentile. Thread-safe.
 */
public final class RecentLatencies {

	private static final int SIZE = 512;

	private static final int PERIOD = 32;

	private final long[] last = new long[SIZE];

	private int count;

	private volatile long p95;

	/**
	 * Creates it.
	 * @param first what to assume before requests have told, in nanoseconds
	 */
	public RecentLatencies(long first) {
		this.p95 = first;
	}

	/**
	 * Tells of a request.
	 * @param nanos how long it took, in nanoseconds
	 */
	public synchronized void took(long nanos) {
		this.last[this.count % SIZE] = nanos;
		this.count++;
		if (this.count % PERIOD == 0) {
			long[] sorted = Arrays.copyOf(this.last, Math.min(this.count, SIZE));
			Arrays.sort(sorted);
			this.p95 = sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
		}
	}

	/**
	 * What 95 % of the last requests took at most.
	 * @return the time, in nanoseconds
	 */
	public long p95() {
		return this.p95;
	}

}
