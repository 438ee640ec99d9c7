package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A load of an absent key by one instance, for all of them. Whoever puts its token under
 * the key's lease loads, and writes what it has loaded if the key is still absent. The
 * others look for the value again and again. The lease ends by itself after the pool's
 * load deadline, so that a loader that died is replaced then; from that time on, by its
 * own clock, a loader that is late writes nothing any more.
 * <p>
 * Completes with the encoded value, or {@code null} if there is none.
 */
final class LeasedLoad extends CompletableFuture<byte @Nullable []> {

	private static final long FIRST_PAUSE = 5_000_000;

	private static final long MAX_PAUSE = 100_000_000;

	private final LoadSteps steps;

	private final LongConsumer loading;

	private final long deadline;

	private long pause;

	private final long maxPause;

	/**
	 * Creates a load.
	 * @param steps its steps
	 * @param deadline when to give up waiting for another instance
	 * @param loading told until when this instance may load, once it may
	 */
	LeasedLoad(LoadSteps steps, long deadline, LongConsumer loading) {
		this.steps = steps;
		this.deadline = deadline;
		this.loading = loading;
		this.maxPause = Math.min(MAX_PAUSE, Math.max(1_000_000, steps.settings().deadline().toNanos() / 20));
		this.pause = Math.min(FIRST_PAUSE, this.maxPause);
	}

	/** Begins; the key was absent just now. */
	LeasedLoad start() {
		proceed(claim());
		return this;
	}

	private void proceed(CompletableFuture<Outcome> outcome) {
		outcome.whenComplete((result, failure) -> {
			if (failure != null) {
				completeExceptionally(Failures.unwrap(failure));
			}
			else if (result != Outcome.OTHERS) {
				complete(result.value());
			}
			else if (this.steps.now() - this.deadline < 0 && !isDone()) {
				this.steps.later().run(this.pause, () -> proceed(again()));
				this.pause = Math.min(this.maxPause, this.pause * 2);
			}
			else {
				completeExceptionally(new TooSlow());
			}
		});
	}

	private CompletableFuture<Outcome> again() {
		return this.steps.read().thenCompose((present) -> (present != null) ? ended(present) : claim());
	}

	private CompletableFuture<Outcome> claim() {
		long claimed = this.steps.now();
		return this.steps.claim()
			.thenCompose((mine) -> mine ? loadUntil(claimed + this.steps.settings().deadline().toNanos())
					: this.steps.nothing().thenApply((nothing) -> nothing ? Outcome.NOTHING : Outcome.OTHERS));
	}

	/** Another load may have ended between the last look and the claim. */
	private CompletableFuture<Outcome> loadUntil(long end) {
		this.loading.accept(end);
		return this.steps.read()
			.thenCompose((present) -> (present != null)
					? this.steps.release().thenApply((released) -> new Outcome(present)) : load(end))
			.exceptionallyCompose((failure) -> this.steps.release()
				.thenCompose((released) -> CompletableFuture.failedFuture(failure)));
	}

	private CompletableFuture<Outcome> load(long end) {
		long began = this.steps.now();
		if (began - end >= 0) {
			// the answers took so long that somebody else may have the lease by now
			return CompletableFuture.completedFuture(Outcome.OTHERS);
		}
		return this.steps.loader().get().thenCompose((value) -> {
			long now = this.steps.now();
			if (now - end >= 0) {
				return ended(value);
			}
			return (value != null)
					? this.steps.write(value, now - began)
						.thenCompose((written) -> this.steps.release())
						.thenApply((released) -> new Outcome(value))
					: this.steps.releaseEmpty().thenApply((released) -> Outcome.NOTHING);
		});
	}

	private static CompletableFuture<Outcome> ended(byte @Nullable [] value) {
		return CompletableFuture.completedFuture(new Outcome(value));
	}

	/**
	 * How far it came.
	 *
	 * @param value the value, or {@code null}
	 */
	private record Outcome(byte @Nullable [] value) {

		/** Somebody else loads. */
		private static final Outcome OTHERS = new Outcome(null);

		/** There is nothing to load. */
		private static final Outcome NOTHING = new Outcome(null);

	}

	/** No value came in time. */
	@SuppressWarnings("serial")
	static final class TooSlow extends RuntimeException {

	}

}
