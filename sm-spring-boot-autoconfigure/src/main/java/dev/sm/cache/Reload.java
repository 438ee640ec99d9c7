package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Loads a value anew while it can still be read. Under the same lease as other loads, and
 * only if nobody else has it. What was loaded is written in the place of the value that
 * was seen, so that it never replaces a newer one. A reload that fails keeps its lease,
 * so that the next one waits for the pool's load deadline.
 */
final class Reload {

	private final LoadSteps steps;

	private final byte[] seen;

	private final LoadNote note;

	/**
	 * Creates a reload.
	 * @param steps its steps
	 * @param seen the value that is to be replaced
	 * @param note what was kept of it
	 */
	Reload(LoadSteps steps, byte[] seen, LoadNote note) {
		this.steps = steps;
		this.seen = seen;
		this.note = note;
	}

	/**
	 * Begins.
	 * @return completes once it is over; fails if the loader or the node does
	 */
	CompletableFuture<Boolean> start() {
		long claimed = this.steps.now();
		return this.steps.claim()
			.thenCompose((mine) -> mine ? claimed(claimed + this.steps.settings().deadline().toNanos())
					: CompletableFuture.completedFuture(false));
	}

	/** Another reload may have ended between the look at the note and the claim. */
	private CompletableFuture<Boolean> claimed(long end) {
		return this.steps.note().thenCompose((now) -> this.note.equals(now) ? load(end) : this.steps.release());
	}

	private CompletableFuture<Boolean> load(long end) {
		long began = this.steps.now();
		if (began - end >= 0) {
			return CompletableFuture.completedFuture(false);
		}
		return this.steps.loader().get().thenCompose((value) -> {
			long now = this.steps.now();
			return (now - end >= 0) ? CompletableFuture.completedFuture(false) : write(value, now - began);
		});
	}

	private CompletableFuture<Boolean> write(byte @Nullable [] value, long took) {
		return this.steps.replace(this.seen, value, took)
			.thenCompose((replaced) -> (value != null) ? this.steps.release() : this.steps.releaseEmpty());
	}

}
