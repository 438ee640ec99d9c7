package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * Sends reads to copies of a node, by turns, and to the node itself where a copy does not
 * answer in half of the time. Whoever must not read what is old asks the node: owners,
 * loads, and keys that move.
 *
 * @param timeout how long an operation may take, in nanoseconds
 * @param clock tells nanoseconds
 * @param record is told what became of each command
 */
record CopyReads(long timeout, LongSupplier clock, ReplicaContext.Record record) {

	/** Whether a command is one that copies may be asked. */
	static boolean concerns(PoolNode node, String verb) {
		return !node.copies().isEmpty() && ("get".equals(verb) || "multiGet".equals(verb));
	}

	/**
	 * Reads.
	 * @param primary asks the node itself, which nobody else takes note of
	 */
	<R> CompletableFuture<R> read(PoolNode node, String verb, NodeCommand<R> command, @Nullable Fence fence,
			Supplier<CompletableFuture<R>> primary) {
		PoolNode copy = (fence == null) ? node.copy() : null;
		if (copy == null || !copy.health().entered()) {
			return noted(node, verb, primary);
		}
		return noted(copy, verb, () -> send(copy, command)).handle((answer, failure) -> {
			boolean silent = failure != null && !Failures.answered(failure);
			return silent ? noted(node, verb, primary) : settled(answer, failure);
		}).thenCompose(Function.identity());
	}

	private <R> CompletableFuture<R> send(PoolNode copy, NodeCommand<R> command) {
		CompletableFuture<R> sent = copy.send(command, null);
		sent.whenComplete((answer, failure) -> copy.health().left());
		return sent.copy().orTimeout(this.timeout / 2, TimeUnit.NANOSECONDS);
	}

	private static <R> CompletableFuture<R> settled(@Nullable R answer, @Nullable Throwable failure) {
		return (failure != null) ? CompletableFuture.failedFuture(failure) : CompletableFuture.completedFuture(answer);
	}

	private <R> CompletableFuture<R> noted(PoolNode node, String verb, Supplier<CompletableFuture<R>> send) {
		long started = this.clock.getAsLong();
		return send.get().whenComplete((answer, failure) -> this.record.done(node, verb, failure, started));
	}

}
