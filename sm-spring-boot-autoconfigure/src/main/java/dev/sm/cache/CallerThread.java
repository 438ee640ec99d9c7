package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the thread that waits for their result. For one wait.
 */
final class CallerThread implements Executor {

	private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

	private boolean closed;

	@Override
	public synchronized void execute(Runnable task) {
		if (this.closed) {
			throw new RejectedExecutionException("the thread that was to run it does not wait any more");
		}
		this.tasks.add(task);
	}

	/** Waits, and runs whatever is to be run meanwhile. */
	<T extends @Nullable Object> T await(CompletableFuture<T> result) throws ExecutionException, InterruptedException {
		result.whenComplete((value, failure) -> this.tasks.add(() -> {
		}));
		try {
			while (!result.isDone()) {
				this.tasks.take().run();
			}
			return result.get();
		}
		finally {
			close();
		}
	}

	/** What was accepted is run, so that nobody waits for it in vain. */
	private void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.tasks.forEach(Runnable::run);
	}

}
