package dev.sm.coordination.raft;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Finds out up to which entry of the log a copy must have got to have all that the group
 * has decided by now: by letting the group decide one more entry. All who ask while one
 * is under way share the next one, so that however many read, one entry is under way.
 * Thread-safe.
 * <p>
 * Asking the leader costs no entry, but Ratis' leader answers out of hand if nothing was
 * committed since a majority last confirmed it. So one that was cut off, and does not
 * know of its successor, tells what has long been overwritten; and as long as requests
 * reach it, it does not even notice that nobody answers it.
 */
final class ReadBarrier {

	private final Supplier<CompletableFuture<Outcome>> decide;

	private @Nullable CompletableFuture<Long> next;

	private boolean underWay;

	private volatile String obstacle = "an earlier read has not been answered";

	/**
	 * Makes a barrier.
	 * @param decide lets the group decide an entry, and answers with its place in the log
	 */
	ReadBarrier(Supplier<CompletableFuture<Outcome>> decide) {
		this.decide = decide;
	}

	/**
	 * Asks.
	 * @return the entry, which was decided after this call began
	 */
	CompletableFuture<Long> pass() {
		CompletableFuture<Long> passing;
		synchronized (this) {
			if (this.next == null) {
				this.next = new CompletableFuture<>();
			}
			passing = this.next;
			if (this.underWay) {
				return passing;
			}
			this.underWay = true;
		}
		begin();
		return passing;
	}

	private void begin() {
		CompletableFuture<Long> passing;
		synchronized (this) {
			passing = this.next;
			this.next = null;
			this.underWay = (passing != null);
		}
		if (passing != null) {
			this.decide.get().whenComplete((outcome, failure) -> {
				if (failure != null) {
					this.obstacle = RaftCall.explain(failure);
					passing.completeExceptionally(failure);
				}
				else {
					passing.complete(outcome.revision());
				}
				begin();
			});
		}
	}

	/** What came of it when it last failed. */
	String obstacle() {
		return this.obstacle;
	}

}
