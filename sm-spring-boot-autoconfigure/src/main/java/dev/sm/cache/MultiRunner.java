package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Sends requests that concern several keys to all nodes at once, and waits, or does not
 * wait, for their answers.
 */
final class MultiRunner {

	private final PoolRunner runner;

	MultiRunner(PoolRunner runner) {
		this.runner = runner;
	}

	/** Waits for all nodes' answers. */
	<R, T> T await(MultiRequest<R, T> request) {
		return start(request).get();
	}

	/**
	 * Sends a request.
	 * @return waits for the answers, once and on the thread that has sent it
	 */
	<R, T> Supplier<T> start(MultiRequest<R, T> request) {
		long started = this.runner.clock();
		List<Sent<R>> sent = new ArrayList<>();
		List<MultiRequest.Part<R>> parts = send(request, sent);
		return () -> {
			List<NodeAnswer<R>> answers = new ArrayList<>(sent.size());
			for (int i = 0; i < sent.size(); i++) {
				answers.add(await(request, parts.get(i).group(), sent.get(i).future(), started));
				sent.get(i).settle();
			}
			return request.merge().apply(answers);
		};
	}

	private <R> NodeAnswer<R> await(MultiRequest<R, ?> request, KeyGroup group, CompletableFuture<R> sent,
			long started) {
		try {
			long left = started + this.runner.timeout() - this.runner.clock();
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
			return new NodeAnswer<>(group, null,
					this.runner.failures().interrupted(request.what(group), group.node().id()));
		}
	}

	/** Does not wait for any node's answer. */
	<R, T> CompletableFuture<T> async(MultiRequest<R, T> request) {
		long started = this.runner.clock();
		List<Sent<R>> sent = new ArrayList<>();
		List<MultiRequest.Part<R>> parts = send(request, sent);
		PendingMultiRequest<R, T> pending = new PendingMultiRequest<>(this, request, parts, started);
		for (int i = 0; i < sent.size(); i++) {
			int index = i;
			Sent<R> part = sent.get(i);
			part.future().whenComplete((answer, failure) -> {
				part.end();
				pending.answered(index, answer, failure);
			});
		}
		this.runner.track(pending);
		return pending;
	}

	<R> NodeAnswer<R> answered(MultiRequest<R, ?> request, KeyGroup group, @Nullable R answer,
			@Nullable Throwable failure, long started) {
		PoolNode node = group.node();
		this.runner.record(node, request.verb(), failure, started);
		return new NodeAnswer<>(group, answer,
				(failure != null) ? this.runner.failures().translate(request.what(group), node.id(), failure) : null);
	}

	<R> NodeAnswer<R> timedOut(MultiRequest<R, ?> request, KeyGroup group, long started) {
		this.runner.record(group.node(), request.verb(), new TimeoutException(), started);
		return new NodeAnswer<>(group, null, this.runner.failures().timedOut(request.what(group), group.node().id()));
	}

	/** When something that started now must have ended, so that it is seen in time. */
	long deadline(long started) {
		return this.runner.deadline(started);
	}

	private <R> List<MultiRequest.Part<R>> send(MultiRequest<R, ?> request, List<Sent<R>> sent) {
		Topologies topologies = this.runner.topologies();
		Topology topology = topologies.begin();
		try {
			Replicas replicas = this.runner.replicas();
			List<MultiRequest.Part<R>> parts = request.parts(topology, topologies.scripted(), replicas != null);
			for (MultiRequest.Part<R> part : parts) {
				PoolNode node = part.group().node();
				byte[] placed = part.group().placed();
				if (replicas != null && !this.runner.closed()) {
					sent.add(new Sent<>(node, replicas.execute(request.verb(), node, part.command(), request.fence()),
							null));
				}
				else if (placed != null && !this.runner.closed()) {
					sent.add(new Sent<>(node, this.runner.moving(node, placed, part.command(), request.fence()), null));
				}
				else {
					topology.inFlight().begin();
					sent.add(this.runner.sent(node, request.verb(), part.command(), request.fence(),
							topology.inFlight()));
				}
			}
			return parts;
		}
		finally {
			topology.inFlight().end();
		}
	}

}
