package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A command under way.
 *
 * @param <R> the type of the answer
 * @param node the node that is asked, or first asked
 * @param future its answer
 * @param inFlight where it is counted, and the node's burden is, or {@code null} if it
 * counts itself or nothing was sent
 */
record Sent<R>(PoolNode node, CompletableFuture<R> future, @Nullable InFlight inFlight) {

	/** Tells that it can have no effect any more. */
	void end() {
		if (this.inFlight != null) {
			this.node.health().left();
			this.inFlight.end();
		}
	}

	/** Tells so once it is true. */
	void settle() {
		if (this.inFlight == null || this.future.isDone()) {
			end();
		}
		else {
			this.future.whenComplete((answer, failure) -> end());
		}
	}

}
