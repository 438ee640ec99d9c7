package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One pool's part of an operation on several keys.
 *
 * @param <T> what the pool answers
 * @param keys its keys
 * @param start sends it, and makes what waits for the answer
 * @param async sends it without waiting
 * @param results what became of each key that did not fail
 */
record PrefixPart<T>(List<String> keys, Supplier<Supplier<T>> start, Supplier<CompletableFuture<T>> async,
		Results<T> results) {

	/** For verbs that tell nothing of a key. */
	static Map<String, Object> done(List<String> keys) {
		Map<String, Object> done = new LinkedHashMap<>();
		keys.forEach((key) -> done.put(key, true));
		return done;
	}

	/** Sends it; what cannot be sent fails when it is waited for. */
	Supplier<T> started() {
		try {
			return this.start.get();
		}
		catch (RuntimeException ex) {
			return () -> {
				throw ex;
			};
		}
	}

	/** Sends it without waiting. */
	CompletableFuture<T> pending() {
		try {
			return this.async.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Tells what became of each key.
	 *
	 * @param <T> what the pool answers
	 */
	@FunctionalInterface
	interface Results<T> {

		/** What became of each key, as {@link PartialResultException} tells it. */
		Map<String, ?> of(T answer);

	}

}
