package dev.sm.cache;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sm.cache.CacheListener.Event;
import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A read under way: does what {@link ReplicaRead} says, and afterwards copies values to
 * nodes that lack them.
 */
final class ReplicaGet extends CompletableFuture<List<byte @Nullable []>> {

	private final Replicas replicas;

	private final String verb;

	private final List<byte[]> keys;

	private final List<Replica> nodes;

	private final @Nullable Fence fence;

	private final ReplicaRead read;

	private final long started;

	private @Nullable Throwable failure;

	ReplicaGet(Replicas replicas, String verb, NodeCommand.Get command, Replicas.Order order, @Nullable Fence fence) {
		this.replicas = replicas;
		this.verb = verb;
		this.keys = command.keys();
		this.nodes = order.nodes();
		this.fence = fence;
		ReplicaSettings settings = replicas.context().settings();
		this.read = new ReplicaRead(order.first(), this.nodes.size() - order.first(), this.keys.size(),
				replicas.missesNeeded(), settings.askOthers());
		this.started = replicas.context().clock().getAsLong();
	}

	ReplicaGet begin() {
		this.replicas.budget().called();
		if (this.fence != null) {
			new ReplicaPut<>(this.replicas, this.verb, new NodeCommand.RaiseFence(this.fence), List.of(), this.fence)
				.begin()
				.whenComplete((told, failed) -> {
					if (failed != null) {
						completeExceptionally(Failures.unwrap(failed));
					}
					else {
						start();
					}
				});
		}
		else {
			start();
		}
		return this;
	}

	private void start() {
		ask(step(this.read::start));
		after(this.replicas.latencies().p95(), this::slow);
		// whoever has not answered in half the time counts as failed, in no budget
		after(this.replicas.context().timeout() / 2, this::late);
	}

	private void after(long nanos, Runnable task) {
		if (!isDone() && this.nodes.size() > 1) {
			this.replicas.context().later().unlessDone(this, nanos, task);
		}
	}

	private void slow() {
		hedge(step(() -> (this.read.canHedge() && this.replicas.budget().take()) ? this.read.slow() : List.of()));
	}

	private void late() {
		hedge(step(this.read::late));
		boolean done;
		synchronized (this) {
			done = this.read.done();
		}
		if (done) {
			finish();
		}
	}

	private void hedge(List<Integer> next) {
		next.forEach((node) -> this.replicas.context().event(this.nodes.get(node), Event.HEDGED));
		ask(next);
	}

	private synchronized List<Integer> step(Supplier<List<Integer>> event) {
		return event.get();
	}

	private void ask(List<Integer> indexes) {
		for (int index : indexes) {
			int[] missing;
			synchronized (this) {
				missing = this.read.missing();
			}
			if (missing.length == 0) {
				// another node has told everything meanwhile
				return;
			}
			List<byte[]> asked = Arrays.stream(missing).mapToObj(this.keys::get).toList();
			CompletableFuture<?> settled = this.nodes.get(index).writes().settled(asked);
			if (settled.isDone()) {
				ask(index, missing, asked);
			}
			else {
				// not on the thread of whoever writes, nor while he keeps others from it
				settled.thenRun(() -> this.replicas.context().later().run(1, () -> ask(index, missing, asked)));
			}
		}
	}

	private void ask(int index, int[] missing, List<byte[]> asked) {
		Replica replica = this.nodes.get(index);
		if (isDone()) {
			return;
		}
		if (!this.replicas.answers(replica, asked)) {
			answered(index, missing, null,
					new NodeUnavailableException(
							"node '" + replica.node().id() + "' has missed a write of it, which is being made up for",
							null),
					0);
			return;
		}
		long sent = this.replicas.context().clock().getAsLong();
		this.replicas.ask(replica, this.verb, new NodeCommand.Get(asked), this.fence)
			.whenComplete((values, failed) -> answered(index, missing, values, failed, sent));
	}

	private void answered(int index, int[] asked, @Nullable List<byte @Nullable []> values, @Nullable Throwable failed,
			long sent) {
		if (isDone()) {
			return;
		}
		List<Integer> next = List.of();
		boolean done;
		synchronized (this) {
			if (values != null) {
				this.replicas.latencies().took(this.replicas.context().clock().getAsLong() - sent);
				next = this.read.answered(index, asked, values);
			}
			else if (failed != null) {
				this.failure = Failures.unwrap(failed);
				next = this.read.failed();
			}
			done = this.read.done();
		}
		if (failed != null && Replicas.isFinal(failed)) {
			completeExceptionally(Failures.unwrap(failed));
			return;
		}
		ask(next);
		if (done) {
			finish();
		}
	}

	private void finish() {
		List<byte @Nullable []> values;
		List<ReplicaRead.Miss> repairs;
		synchronized (this) {
			if (!this.read.known()) {
				Throwable cause = this.failure;
				completeExceptionally((cause != null) ? cause
						: new NodeUnavailableException("too few nodes answered to tell that there is no value", null));
				return;
			}
			values = this.read.values();
			repairs = this.read.repairs();
		}
		if (complete(values)) {
			repair(values, repairs);
		}
	}

	private void repair(List<byte @Nullable []> values, List<ReplicaRead.Miss> repairs) {
		repairs
			.forEach((miss) -> this.replicas.copies().repair(this.nodes.get(miss.node()), this.keys.get(miss.key())));
		long now = this.replicas.context().clock().getAsLong();
		for (Replica replica : this.replicas.all()) {
			if (replica.filling(now)) {
				for (int key = 0; key < values.size(); key++) {
					if (values.get(key) != null) {
						this.replicas.copies().fill(replica, this.keys.get(key));
					}
				}
			}
		}
	}

}
