package dev.sm.cache;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.sm.cache.CacheListener.Outcome;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeFullException;
import dev.sm.storage.NodeUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;

/**
 * What a node's failures are to the user.
 */
final class Failures {

	private final String pool;

	private final Duration timeout;

	Failures(String pool, Duration timeout) {
		this.pool = pool;
		this.timeout = timeout;
	}

	/**
	 * Translates a failure.
	 * @param what verb and key, as in <code>get of key 'k'</code>
	 * @param node the node's id
	 * @param failure what the node's stage failed with
	 */
	DataAccessException translate(String what, String node, Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof DataAccessException translated) {
			return translated;
		}
		String message = where(what, node) + " failed: " + cause.getMessage();
		if (cause instanceof FencedOffException) {
			return new StaleEpochException(message, cause);
		}
		if (cause instanceof NodeFullException) {
			return new DataAccessResourceFailureException(message, cause);
		}
		if (cause instanceof NodeCommandException) {
			return new InvalidDataAccessApiUsageException(message, cause);
		}
		if (cause instanceof NodeUnavailableException && cause.getCause() instanceof TimeoutException) {
			return new QueryTimeoutException(message, cause);
		}
		if (cause instanceof NodeUnavailableException) {
			return new DataAccessResourceFailureException(message, cause);
		}
		return new DataAccessResourceFailureException(where(what, node) + " failed unexpectedly: " + cause, cause);
	}

	QueryTimeoutException timedOut(String what, String node) {
		return new QueryTimeoutException(
				where(what, node) + " was not answered within " + this.timeout.toMillis() + "ms");
	}

	DataAccessResourceFailureException interrupted(String what, String node) {
		return new DataAccessResourceFailureException(where(what, node) + " was interrupted; its outcome is unknown");
	}

	DataAccessResourceFailureException closed() {
		return new DataAccessResourceFailureException("pool '" + this.pool + "' is closed");
	}

	static Outcome outcome(Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof FencedOffException) {
			return Outcome.STALE_EPOCH;
		}
		if (cause instanceof NodeRefusal) {
			return Outcome.REFUSED;
		}
		return (cause instanceof NodeCommandException) ? Outcome.ERROR : Outcome.UNAVAILABLE;
	}

	/** Why a node did not answer, as it is told of later operations, of other keys. */
	static String why(Throwable failure) {
		Throwable cause = unwrap(failure);
		return (cause instanceof NodeException) ? String.valueOf(cause.getMessage()) : "not in time";
	}

	/** Whether a node has certainly not executed a command. */
	static boolean refused(Throwable failure) {
		return outcome(failure) == Outcome.ERROR || outcome(failure) == Outcome.REFUSED;
	}

	/** Whether the node answered, be it that it cannot. */
	static boolean answered(@Nullable Throwable failure) {
		return failure == null || outcome(failure) == Outcome.ERROR || outcome(failure) == Outcome.STALE_EPOCH;
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private String where(String what, String node) {
		return what + " on node '" + node + "' of pool '" + this.pool + "'";
	}

}
