package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A write under way: goes to every node, and ends as {@link ReplicaWrite} says.
 *
 * @param <R> the type of the answer
 */
final class ReplicaPut<R> extends CompletableFuture<R> {

	private final Replicas replicas;

	private final String verb;

	private final NodeCommand<R> command;

	private final List<byte[]> keys;

	private final @Nullable Fence fence;

	private final ReplicaWrite<R> write;

	ReplicaPut(Replicas replicas, String verb, NodeCommand<R> command, List<byte[]> keys, @Nullable Fence fence) {
		this.replicas = replicas;
		this.verb = verb;
		this.command = command;
		this.keys = keys;
		this.fence = fence;
		int nodes = replicas.all().size();
		this.write = new ReplicaWrite<>(nodes, replicas.context().settings().write().needed(nodes));
	}

	ReplicaPut<R> begin() {
		List<CompletableFuture<R>> sent = new ArrayList<>();
		ReplicaEffect effect = new ReplicaEffect(this.replicas.all().size(), this.keys.size() == 1);
		synchronized (this.replicas.turn()) {
			for (Replica replica : this.replicas.all()) {
				sent.add(this.replicas.write(replica, this.verb, this.command, this.keys, this.fence, effect));
			}
		}
		// whoever waits for it goes on only now, when others can write again
		sent.forEach((each) -> each.whenComplete(this::ended));
		return this;
	}

	private void ended(@Nullable R answer, @Nullable Throwable failure) {
		synchronized (this.write) {
			if (failure == null) {
				this.write.answered(Objects.requireNonNull(answer));
			}
			else {
				Throwable cause = Failures.unwrap(failure);
				this.write.failed(cause, cause instanceof FencedOffException);
			}
		}
		settle();
	}

	private void settle() {
		ReplicaWrite.State state;
		R answer;
		Throwable failure;
		synchronized (this.write) {
			state = this.write.state();
			answer = this.write.answer();
			failure = this.write.failure();
		}
		if (state == ReplicaWrite.State.DONE) {
			complete(answer);
		}
		else if (state == ReplicaWrite.State.FAILED) {
			completeExceptionally(
					(failure != null) ? failure : new NodeUnavailableException("too few nodes have it", null));
		}
	}

}
