package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.cache.CacheListener.Outcome;
import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to nodes and waits, or does not wait, for their answers. Who waits
 * decodes on its own thread; nobody else's thread is held.
 */
final class PoolRunner {

	private final String pool;

	private final long timeout;

	private final Failures failures;

	private final DeadlineDriver deadlines;

	private final CacheListener listener;

	private volatile boolean closed;

	PoolRunner(String pool, Duration timeout, DeadlineDriver deadlines, CacheListener listener) {
		this.pool = pool;
		this.timeout = timeout.toNanos();
		this.failures = new Failures(pool, timeout);
		this.deadlines = deadlines;
		this.listener = listener;
	}

	Failures failures() {
		return this.failures;
	}

	/** Waits for the answer. */
	<R, T> T await(Request<R, T> request) {
		long started = now();
		return await(request, send(request.node(), request.command(), request.fence()), started);
	}

	private <R, T> T await(Request<R, T> request, CompletableFuture<R> sent, long started) {
		PoolNode node = request.node();
		try {
			R answer = sent.get(this.timeout, TimeUnit.NANOSECONDS);
			record(node, request.verb(), null, started);
			return request.answer().apply(answer);
		}
		catch (ExecutionException ex) {
			record(node, request.verb(), ex, started);
			throw this.failures.translate(request.what(), node.id(), ex);
		}
		catch (TimeoutException ex) {
			record(node, request.verb(), ex, started);
			throw this.failures.timedOut(request.what(), node.id());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(request.what(), node.id());
		}
	}

	/** Waits until a node has been told of an ownership, if there is one. */
	void raise(String key, PoolNode node, @Nullable Fence fence) {
		if (this.closed) {
			throw this.failures.closed();
		}
		CompletableFuture<Boolean> told = (fence != null) ? node.tell(fence) : null;
		if (fence != null && told != null) {
			NodeCommand.RaiseFence command = new NodeCommand.RaiseFence(fence);
			await(new Request<>("execute", key, node, command, fence, (answer) -> answer), told, now());
		}
	}

	/** Does not wait for the answer. */
	<R, T> CompletableFuture<T> async(Request<R, T> request) {
		long started = this.deadlines.clock().getAsLong();
		CompletableFuture<R> sent = send(request.node(), request.command(), request.fence());
		PendingRequest<R, T> pending = new PendingRequest<>(this, request, started);
		sent.whenComplete(pending);
		track(pending);
		return pending;
	}

	/** Waits for all nodes' answers. */
	<R, T> T await(MultiRequest<R, T> request) {
		long started = this.deadlines.clock().getAsLong();
		List<CompletableFuture<R>> sent = new ArrayList<>(request.groups().size());
		for (int i = 0; i < request.groups().size(); i++) {
			sent.add(send(request.groups().get(i).node(), request.commands().get(i), request.fence()));
		}
		List<NodeAnswer<R>> answers = new ArrayList<>(sent.size());
		for (int i = 0; i < sent.size(); i++) {
			answers.add(await(request, request.groups().get(i), sent.get(i), started));
		}
		return request.merge().apply(answers);
	}

	private <R> NodeAnswer<R> await(MultiRequest<R, ?> request, KeyGroup group, CompletableFuture<R> sent,
			long started) {
		try {
			long left = started + this.timeout - this.deadlines.clock().getAsLong();
			return answered(request, group, sent.get(Math.max(0, left), TimeUnit.NANOSECONDS), null, started);
		}
		catch (ExecutionException ex) {
			return answered(request, group, null, ex, started);
		}
		catch (TimeoutException ex) {
			return timedOut(request, group, started);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new NodeAnswer<>(group, null, this.failures.interrupted(request.what(group), group.node().id()));
		}
	}

	/** Does not wait for any node's answer. */
	<R, T> CompletableFuture<T> async(MultiRequest<R, T> request) {
		long started = this.deadlines.clock().getAsLong();
		PendingMultiRequest<R, T> pending = new PendingMultiRequest<>(this, request, started);
		for (int i = 0; i < request.groups().size(); i++) {
			int index = i;
			send(request.groups().get(i).node(), request.commands().get(i), request.fence())
				.whenComplete((answer, failure) -> pending.answered(index, answer, failure));
		}
		track(pending);
		return pending;
	}

	<R> NodeAnswer<R> answered(MultiRequest<R, ?> request, KeyGroup group, @Nullable R answer,
			@Nullable Throwable failure, long started) {
		PoolNode node = group.node();
		record(node, request.verb(), failure, started);
		return new NodeAnswer<>(group, answer,
				(failure != null) ? this.failures.translate(request.what(group), node.id(), failure) : null);
	}

	<R> NodeAnswer<R> timedOut(MultiRequest<R, ?> request, KeyGroup group, long started) {
		record(group.node(), request.verb(), new TimeoutException(), started);
		return new NodeAnswer<>(group, null, this.failures.timedOut(request.what(group), group.node().id()));
	}

	/** When something that started now must have ended, so that it is seen in time. */
	long deadline(long started) {
		return started + Math.max(this.timeout - DeadlineDriver.TICK, this.timeout / 2);
	}

	/** Notes what became of a command. */
	void record(PoolNode node, String verb, @Nullable Throwable failure, long started) {
		Outcome outcome = (failure != null) ? Failures.outcome(failure) : Outcome.SUCCESS;
		node.answered(outcome != Outcome.UNAVAILABLE);
		if (this.listener != CacheListener.NONE) {
			this.listener.onCommand(this.pool, node.id(), verb, outcome, this.deadlines.clock().getAsLong() - started);
		}
	}

	void track(Deadlines.Expiring expiring) {
		if (!expiring.isDone()) {
			this.deadlines.add(expiring);
		}
	}

	/** Refuses everything from here on. */
	void close() {
		this.closed = true;
	}

	private <R> CompletableFuture<R> send(PoolNode node, NodeCommand<R> command, @Nullable Fence fence) {
		return this.closed ? CompletableFuture.failedFuture(this.failures.closed()) : node.send(command, fence);
	}

	private long now() {
		return (this.listener != CacheListener.NONE) ? this.deadlines.clock().getAsLong() : 0;
	}

}
