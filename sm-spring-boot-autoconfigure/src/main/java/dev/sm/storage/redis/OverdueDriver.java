package dev.sm.storage.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of one node that are not answered in time, at most {@value #TICK_MILLIS}
 * ms late. Nearly all are answered before that is looked at; so adding one costs no timer
 * and no object, and looking begins only once there is something to look at.
 */
final class OverdueDriver {

	static final int TICK_MILLIS = 20;

	private final long timeout;

	private final Executor executor;

	private final AtomicReference<@Nullable Call<?, ?>> newest = new AtomicReference<>();

	private final AtomicBoolean watching = new AtomicBoolean();

	OverdueDriver(Duration timeout, Executor executor) {
		this.timeout = timeout.toNanos();
		this.executor = CompletableFuture.delayedExecutor(TICK_MILLIS, TimeUnit.MILLISECONDS, executor);
	}

	/** A call is about to be sent. */
	void add(Call<?, ?> call) {
		call.sentAt = System.nanoTime();
		push(call);
	}

	private void push(Call<?, ?> call) {
		Call<?, ?> before;
		do {
			before = this.newest.get();
			call.previous = before;
		}
		while (!this.newest.compareAndSet(before, call));
		if (!this.watching.get() && this.watching.compareAndSet(false, true)) {
			this.executor.execute(this::look);
		}
	}

	/** What is not overdue yet is looked at again. */
	private void look() {
		this.watching.set(false);
		long now = System.nanoTime();
		Call<?, ?> call = this.newest.getAndSet(null);
		while (call != null) {
			Call<?, ?> before = call.previous;
			call.previous = null;
			if (!call.isDone()) {
				if (now - call.sentAt < this.timeout) {
					push(call);
				}
				else {
					call.completeExceptionally(new TimeoutException("no answer in time"));
				}
			}
			call = before;
		}
	}

}
