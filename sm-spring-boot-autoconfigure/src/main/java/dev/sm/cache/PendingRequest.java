package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The result of a request that nobody waits for.
 *
 * @param <R> the type of the node's answer
 * @param <T> the type of the result
 */
final class PendingRequest<R, T> extends CompletableFuture<T>
		implements BiConsumer<@Nullable R, @Nullable Throwable>, Deadlines.Expiring {

	private final PoolRunner runner;

	private final Request<R, T> request;

	private final Sent<R> sent;

	private final long started;

	PendingRequest(PoolRunner runner, Request<R, T> request, Sent<R> sent, long started) {
		this.sent = sent;
		this.runner = runner;
		this.request = request;
		this.started = started;
	}

	@Override
	public void accept(@Nullable R answer, @Nullable Throwable failure) {
		this.sent.end();
		if (isDone()) {
			return;
		}
		PoolNode node = this.sent.node();
		this.runner.record(node, this.request.verb(), failure, this.started);
		if (failure != null) {
			completeExceptionally(this.runner.failures().translate(this.request.what(), node.id(), failure));
			return;
		}
		try {
			complete(this.request.answer().apply(answer));
		}
		catch (RuntimeException ex) {
			completeExceptionally(ex);
		}
	}

	@Override
	public long deadline() {
		return this.runner.deadline(this.started);
	}

	@Override
	public void expire() {
		PoolNode node = this.sent.node();
		this.runner.record(node, this.request.verb(), new TimeoutException(), this.started);
		completeExceptionally(this.runner.failures().timedOut(this.request.what(), node.id()));
	}

}
