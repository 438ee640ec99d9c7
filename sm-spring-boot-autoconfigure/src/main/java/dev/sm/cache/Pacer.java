package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * Decides how fast keys are copied: by the rate that is allowed, and by how long nodes
 * take to answer. Passive; used by one thread at a time.
 */
final class Pacer {

	static final int MIN_BATCH = 8;

	static final int MAX_BATCH = 128;

	/** Batches that take longer than this get smaller: 20 ms. */
	private static final long SLOW = 20_000_000;

	/** A limited rate is spread over at least so many batches a second. */
	private static final int BATCHES_PER_SECOND = 400;

	private final @Nullable Integer rate;

	private int batch;

	private long nextAt;

	private boolean started;

	Pacer(@Nullable Integer rate) {
		this.rate = rate;
		this.batch = (rate != null) ? Math.max(MIN_BATCH, Math.min(MAX_BATCH, rate / BATCHES_PER_SECOND)) : MAX_BATCH;
	}

	/** How many keys the next batch may have. */
	int batch() {
		return this.batch;
	}

	/**
	 * Takes a batch into account.
	 * @param keys its keys
	 * @param now the time, in nanoseconds
	 * @return how long to wait before it is sent, in nanoseconds
	 */
	long delay(int keys, long now) {
		if (!this.started || this.nextAt - now < 0) {
			this.started = true;
			this.nextAt = now;
		}
		long wait = this.nextAt - now;
		if (this.rate != null) {
			this.nextAt += keys * 1_000_000_000L / this.rate;
		}
		return wait;
	}

	/**
	 * Takes note of an answer.
	 * @param nanos how long the batch took
	 * @param now the time, in nanoseconds
	 */
	void answered(long nanos, long now) {
		if (nanos > SLOW) {
			this.batch = Math.max(MIN_BATCH, this.batch / 2);
			this.nextAt = Math.max(this.nextAt, now + nanos);
		}
		else if (this.rate == null && this.batch < MAX_BATCH) {
			this.batch++;
		}
	}

}
