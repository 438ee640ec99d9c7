package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

/** Runs things later. */
@FunctionalInterface
interface Later {

	/**
	 * Runs a task once.
	 * @param nanos when, in nanoseconds from now
	 * @param task the task; must not block
	 */
	void run(long nanos, Runnable task);

	/**
	 * Runs a task later, unless something has ended by then.
	 * @param future what may have ended
	 * @param nanos when, in nanoseconds from now
	 * @param task the task; must not block
	 */
	default void unlessDone(CompletableFuture<?> future, long nanos, Runnable task) {
		run(nanos, () -> {
			if (!future.isDone()) {
				task.run();
			}
		});
	}

}
