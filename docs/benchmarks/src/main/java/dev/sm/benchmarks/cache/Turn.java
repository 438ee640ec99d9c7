package dev.sm.benchmarks.cache;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

import com.sun.management.ThreadMXBean;

/**
 * One turn of a contender.
 *
 * @param rate operations per second
 * @param p50 the median latency in microseconds
 * @param p99 the latency in microseconds that 99 of 100 had at most
 * @param bytes allocated for an operation, by all threads of this process
 */
record Turn(double rate, double p50, double p99, double bytes) {

	static final int IN_FLIGHT = 256;

	static final int MANY = 100;

	private static final int SAMPLED = 16;

	private static final int MOST = 1 << 19;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	static Turn one(Contender contender, List<String> keys, long nanos) {
		return waiting(nanos, (i) -> {
			if (contender.get(keys.get(i % keys.size())) == null) {
				throw new IllegalStateException(contender.name() + " misses a key");
			}
		});
	}

	static Turn many(Contender contender, List<String> keys, long nanos) {
		List<List<String>> batches = new ArrayList<>();
		for (int i = 0; i < keys.size(); i += MANY) {
			batches.add(keys.subList(i, i + MANY));
		}
		return waiting(nanos, (i) -> {
			if (contender.count(contender.getMany(batches.get(i % batches.size()))) != MANY) {
				throw new IllegalStateException(contender.name() + " misses a key");
			}
		});
	}

	private static Turn waiting(long nanos, IntConsumer operation) {
		long[] took = new long[MOST];
		long allocated = allocated();
		long started = System.nanoTime();
		long now = started;
		int operations = 0;
		while (now - started < nanos && operations < MOST) {
			operation.accept(operations);
			long ended = System.nanoTime();
			took[operations++] = ended - now;
			now = ended;
		}
		return of(operations, now - started, Arrays.copyOf(took, operations), allocated() - allocated);
	}

	static Turn later(Contender contender, List<String> keys, long nanos) {
		Semaphore places = new Semaphore(IN_FLIGHT);
		long[] took = new long[MOST / SAMPLED + 1];
		long allocated = allocated();
		long started = System.nanoTime();
		int operations = 0;
		int samples = 0;
		while ((operations % SAMPLED != 0 || System.nanoTime() - started < nanos) && samples < took.length - 1) {
			places.acquireUninterruptibly();
			if (operations % SAMPLED == 0) {
				long sent = System.nanoTime();
				int sample = samples++;
				contender.getLater(keys.get(operations % keys.size())).whenComplete((value, failure) -> {
					took[sample] = System.nanoTime() - sent;
					places.release();
				});
			}
			else {
				contender.getLater(keys.get(operations % keys.size()))
					.whenComplete((value, failure) -> places.release());
			}
			operations++;
		}
		places.acquireUninterruptibly(IN_FLIGHT);
		long ended = System.nanoTime();
		return of(operations, ended - started, Arrays.copyOf(took, samples), allocated() - allocated);
	}

	private static Turn of(int operations, long nanos, long[] took, long allocated) {
		Arrays.sort(took);
		return new Turn(operations * 1e9 / nanos, at(took, 0.5), at(took, 0.99), (double) allocated / operations);
	}

	private static double at(long[] sorted, double quantile) {
		return sorted[(int) Math.ceil(sorted.length * quantile) - 1] / 1e3;
	}

	/** Threads that end meanwhile are not counted; none should. */
	private static long allocated() {
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(0, bytes);
		}
		return sum;
	}

}
