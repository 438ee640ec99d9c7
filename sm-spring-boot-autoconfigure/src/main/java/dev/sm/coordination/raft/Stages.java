package dev.sm.coordination.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Stages whose failures are told as they are, not wrapped.
 */
final class Stages {

	private Stages() {
	}

	/**
	 * Makes another value of what a stage completes with.
	 * @param stage the stage
	 * @param function makes it; what it throws fails the result
	 * @param <T> what there is
	 * @param <R> what is made
	 * @return completes with what was made
	 */
	static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> map(CompletionStage<T> stage,
			Function<T, R> function) {
		CompletableFuture<R> result = new CompletableFuture<>();
		stage.whenComplete((value, failure) -> {
			if (failure != null) {
				result.completeExceptionally(unwrap(failure));
				return;
			}
			try {
				result.complete(function.apply(value));
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
