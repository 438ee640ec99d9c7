package dev.sm.benchmarks.routing;

import java.util.Arrays;

/**
 * Collects times of requests. Not thread-safe.
 */
final class Latencies {

	private final long[] nanos;

	private int count;

	Latencies(int size) {
		this.nanos = new long[size];
	}

	void add(long nanos) {
		this.nanos[this.count++] = nanos;
	}

	void addAll(Latencies others) {
		System.arraycopy(others.nanos, 0, this.nanos, this.count, others.count);
		this.count += others.count;
	}

	int size() {
		return this.count;
	}

	double millis(double percentile) {
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		return sorted[(int) Math.ceil(this.count * percentile / 100) - 1] / 1e6;
	}

}
