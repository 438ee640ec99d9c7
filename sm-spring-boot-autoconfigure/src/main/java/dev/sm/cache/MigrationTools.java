package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What the jobs of a migration work with.
 *
 * @param pool the pool, as its nodes know it
 * @param keys what is placed of a key
 * @param mover moves keys
 * @param survey looks at nodes
 * @param rate most keys a second, or {@code null}
 * @param loop runs things one at a time
 * @param later runs things on the loop later
 * @param clock tells nanoseconds
 */
record MigrationTools(String pool, PoolKeys keys, KeyMover mover, Survey survey, @Nullable Integer rate, Executor loop,
		Later later, LongSupplier clock) {

	/** Goes on on the loop. */
	CompletableFuture<?> onLoop(Supplier<CompletableFuture<?>> next) {
		CompletableFuture<Object> result = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				next.get().whenComplete((answer, failure) -> {
					if (failure != null) {
						result.completeExceptionally(Failures.unwrap(failure));
					}
					else {
						result.complete(true);
					}
				});
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

}
