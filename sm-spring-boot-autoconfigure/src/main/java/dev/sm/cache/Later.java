package dev.sm.cache;

/** Runs things later. */
@FunctionalInterface
interface Later {

	/**
	 * Runs a task once.
	 * @param nanos when, in nanoseconds from now
	 * @param task the task; must not block
	 */
	void run(long nanos, Runnable task);

}
