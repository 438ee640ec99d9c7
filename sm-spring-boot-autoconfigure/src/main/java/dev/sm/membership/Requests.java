package dev.sm.membership;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * What drivers share when they ask a store.
 */
public final class Requests {

	private static final int MAX_REASON = 300;

	private Requests() {
	}

	/**
	 * Sends a request; also what it throws at once becomes its answer.
	 * @param <T> the type of the answer
	 * @param request sends it
	 * @return the answer to come
	 */
	public static <T> CompletionStage<T> send(Supplier<CompletionStage<T>> request) {
		try {
			return request.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * What a request failed with.
	 * @param error as a stage or future tells it
	 * @return what was thrown first
	 */
	public static Throwable cause(Throwable error) {
		boolean wrapped = error instanceof CompletionException || error instanceof ExecutionException;
		return (wrapped && error.getCause() != null) ? error.getCause() : error;
	}

	/**
	 * Why something failed, for people.
	 * @param error what was thrown
	 * @return its message, or its type if it has none
	 */
	public static String reason(Throwable error) {
		Throwable cause = cause(error);
		String message = cause.getMessage();
		String reason = (message != null && !message.isBlank()) ? message : cause.getClass().getSimpleName();
		return (reason.length() > MAX_REASON) ? reason.substring(0, MAX_REASON) + "..." : reason;
	}

}
