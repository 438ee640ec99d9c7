package dev.sm.cache;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends operations that nobody waits for when their time is over. One daemon thread for
 * all pools, started by the first such operation and parked while there is none.
 */
final class DeadlineDriver implements AutoCloseable {

	/** How often deadlines are looked at, in nanoseconds. */
	static final long TICK = 20_000_000;

	private static final Logger logger = LoggerFactory.getLogger(DeadlineDriver.class);

	private final Deadlines deadlines = new Deadlines();

	private final LongSupplier clock;

	private final Later later;

	private final String name = UUID.randomUUID().toString();

	private final AtomicLong names = new AtomicLong();

	private volatile @Nullable Thread thread;

	private volatile boolean idle;

	private volatile boolean closed;

	DeadlineDriver(@Nullable LongSupplier clock) {
		this(clock, new Timer());
	}

	DeadlineDriver(@Nullable LongSupplier clock, Later later) {
		this.clock = (clock != null) ? clock : System::nanoTime;
		this.later = later;
	}

	LongSupplier clock() {
		return this.clock;
	}

	/** A name that nobody else ever gets, here or elsewhere; without spaces. */
	String unique() {
		return this.name + ":" + this.names.incrementAndGet();
	}

	/** Evenly distributed, above 0 and at most 1. */
	double random() {
		return 1 - ThreadLocalRandom.current().nextDouble();
	}

	void add(Deadlines.Expiring expiring) {
		this.deadlines.add(expiring);
		if (this.closed) {
			this.deadlines.expireAll();
		}
		else if (this.thread == null) {
			start();
		}
		else if (this.idle) {
			LockSupport.unpark(this.thread);
		}
	}

	/** Runs a short task later, on a thread that nobody else's work can keep. */
	void later(long nanos, Runnable task) {
		this.later.run(nanos, task);
	}

	/** Runs short tasks later, on a thread that nobody else's work can keep. */
	Later later() {
		return this.later;
	}

	private synchronized void start() {
		if (this.thread == null && !this.closed) {
			Thread started = new Thread(this::run, "sm-cache-deadlines");
			started.setDaemon(true);
			this.thread = started;
			started.start();
		}
	}

	private void run() {
		while (!this.closed) {
			this.idle = true;
			if (this.deadlines.isEmpty() && !this.closed) {
				LockSupport.park(this);
			}
			this.idle = false;
			LockSupport.parkNanos(this, TICK);
			try {
				this.deadlines.expire(this.clock.getAsLong());
			}
			catch (RuntimeException ex) {
				logger.warn("What continues an operation that took too long has failed", ex);
			}
		}
		this.deadlines.expireAll();
	}

	/** Ends everything that is under way, and the thread. */
	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
		this.deadlines.expireAll();
	}

	/** The JVM's own timer, which forgets at once what has ended. */
	private static final class Timer implements Later {

		@Override
		public void run(long nanos, Runnable task) {
			CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run).execute(task);
		}

		@Override
		public void unlessDone(CompletableFuture<?> future, long nanos, Runnable task) {
			future.copy().orTimeout(nanos, TimeUnit.NANOSECONDS).whenComplete((done, failure) -> {
				if (!future.isDone()) {
					task.run();
				}
			});
		}

	}

}
