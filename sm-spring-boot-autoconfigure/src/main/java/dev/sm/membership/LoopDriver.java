package dev.sm.membership;

import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which passive machines are told events, and the clock that they are
 * told with. Tasks run one at a time, in the order in which they came; none may block;
 * what one throws is logged and harms no other. Thread-safe.
 */
public final class LoopDriver implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LoopDriver.class);

	private final Failures failures = new Failures(logger);

	private final ScheduledThreadPoolExecutor executor;

	private volatile @Nullable Thread thread;

	/**
	 * Creates a loop; its thread starts with the first task.
	 * @param threadName the name of the thread, which is a daemon
	 */
	public LoopDriver(String threadName) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, threadName);
			thread.setDaemon(true);
			this.thread = thread;
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * The monotonic time.
	 * @return nanoseconds since an arbitrary instant
	 */
	public long now() {
		return System.nanoTime();
	}

	/**
	 * Runs a task on the loop; never, if the loop is closed.
	 * @param task the task
	 */
	@Override
	public void execute(Runnable task) {
		this.executor.execute(() -> run(task));
	}

	/**
	 * Whether the caller is on the loop, and must not wait for it.
	 * @return whether this is the loop's thread
	 */
	public boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Makes a wake-up that is not set.
	 * @param task what to run on the loop when it is time
	 * @return the wake-up
	 */
	public WakeUp wakeUp(Runnable task) {
		return new WakeUp(task);
	}

	/**
	 * Ends the loop after the tasks that were handed over so far, and waits for them.
	 * @param nanos how long to wait at most
	 */
	public void close(long nanos) {
		this.executor.shutdown();
		try {
			this.executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		close(0);
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.failures.report("A task of the loop", ex);
		}
	}

	/**
	 * Runs a task at one instant, which can be changed. To be used on the loop only.
	 */
	public final class WakeUp {

		private final Runnable task;

		private @Nullable ScheduledFuture<?> scheduled;

		private long at;

		private WakeUp(Runnable task) {
			this.task = task;
		}

		/**
		 * Sets or clears the instant.
		 * @param instant when to run the task, in nanoseconds of {@link #now()}; empty
		 * for not at all
		 * @param minDelay the least delay from now, in nanoseconds
		 */
		public void set(OptionalLong instant, long minDelay) {
			if (instant.isEmpty()) {
				cancel();
				return;
			}
			long now = now();
			long due = now + Math.max(instant.getAsLong() - now, minDelay);
			if (this.scheduled == null || this.at != due) {
				cancel();
				this.at = due;
				this.scheduled = LoopDriver.this.executor.schedule(this::fire, due - now, TimeUnit.NANOSECONDS);
			}
		}

		private void cancel() {
			if (this.scheduled != null) {
				this.scheduled.cancel(false);
				this.scheduled = null;
			}
		}

		private void fire() {
			this.scheduled = null;
			LoopDriver.this.run(this.task);
		}

	}

}
