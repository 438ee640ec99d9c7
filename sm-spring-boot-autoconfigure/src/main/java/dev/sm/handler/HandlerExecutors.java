package dev.sm.handler;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.ClassUtils;

/**
 * Makes executors for handlers: a thread per call, since handlers may block and must not
 * wait for each other.
 */
public final class HandlerExecutors {

	private HandlerExecutors() {
	}

	/**
	 * An executor with virtual threads where the JVM has them, else with platform daemon
	 * threads.
	 * @param threadNamePrefix the start of the threads' names
	 * @return the executor, without limit
	 */
	public static SimpleAsyncTaskExecutor create(String threadNamePrefix) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(threadNamePrefix);
		if (ClassUtils.hasMethod(Thread.class, "ofVirtual")) {
			executor.setVirtualThreads(true);
		}
		else {
			executor.setDaemon(true);
		}
		return executor;
	}

}
