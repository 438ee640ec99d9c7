package dev.sm.manager;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.sm.manager.ShardManagerException.Kind;
import dev.sm.membership.Requests;
import org.jspecify.annotations.Nullable;

/**
 * Waits for answers of the store until one deadline. Not thread-safe; one per wish.
 */
final class StoreCalls {

	private final LongSupplier clock;

	private final Duration timeout;

	private final long deadline;

	private final String wish;

	StoreCalls(LongSupplier clock, Duration timeout, String wish) {
		this.clock = clock;
		this.timeout = timeout;
		this.deadline = clock.getAsLong() + timeout.toNanos();
		this.wish = wish;
	}

	<T extends @Nullable Object> T await(Supplier<CompletionStage<T>> request) {
		try {
			return Requests.send(request)
				.toCompletableFuture()
				.get(Math.max(this.deadline - this.clock.getAsLong(), 0), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw unavailable(Requests.reason(ex), Requests.cause(ex));
		}
		catch (TimeoutException ex) {
			throw unavailable("the coordination store did not answer within " + this.timeout.toMillis() + " ms", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unavailable("interrupted while waiting for the coordination store", ex);
		}
	}

	ShardManagerException changedMeanwhile() {
		return new ShardManagerException(Kind.CONFLICT,
				"could not " + this.wish + ": what it depends on kept changing; ask again");
	}

	private ShardManagerException unavailable(String reason, Throwable cause) {
		return new ShardManagerException(Kind.UNAVAILABLE,
				"could not " + this.wish + ", which may have been done or not: " + reason, cause);
	}

}
