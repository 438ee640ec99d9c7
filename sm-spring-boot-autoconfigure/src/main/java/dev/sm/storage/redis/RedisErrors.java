package dev.sm.storage.redis;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeFullException;
import dev.sm.storage.NodeUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;

/**
 * What the errors of Redis and of its client mean to a node. Redis names no credentials
 * in its own messages; the client's are kept as causes only.
 */
final class RedisErrors {

	/** Passing states of a server: the command was not executed, and may be later. */
	private static final Pattern NOT_NOW = Pattern
		.compile("(^|-)(LOADING|READONLY|MASTERDOWN|BUSY|CLUSTERDOWN|TRYAGAIN|UNKILLABLE)( |$)");

	/** No memory, disk or copies: nothing is written, and all else goes on. */
	private static final Pattern FULL = Pattern.compile("(^|-)(OOM|MISCONF|NOREPLICAS) ");

	/** What only a client of the whole cluster could follow. */
	private static final Pattern ELSEWHERE = Pattern.compile("^(MOVED|ASK) ");

	private RedisErrors() {
	}

	static NodeException translate(String node, Throwable error) {
		Throwable cause = unwrap(error);
		if (cause instanceof NodeException known) {
			return known;
		}
		if (cause instanceof RedisCommandExecutionException refused) {
			return refused(node, refused);
		}
		if (timedOut(cause)) {
			return new NodeUnavailableException("node '" + node + "' did not answer in time", cause);
		}
		return new NodeUnavailableException("node '" + node + "' did not answer: " + cause.getMessage(), cause);
	}

	static NodeException unexpected(String node, RuntimeException error) {
		return new NodeCommandException("node '" + node + "' answered something that the command has no place for",
				error);
	}

	static boolean timedOut(Throwable error) {
		Throwable cause = unwrap(error);
		return cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException;
	}

	/** Whether the server is one that only a new connection can get away from. */
	static boolean movedAway(Throwable error) {
		String message = unwrap(error).getMessage();
		return unwrap(error) instanceof RedisCommandExecutionException && message != null
				&& message.contains("READONLY ");
	}

	/** Whether the server refused for now only. */
	static boolean passing(RedisCommandExecutionException refusal) {
		String message = refusal.getMessage();
		return message != null && NOT_NOW.matcher(message).find();
	}

	static Throwable unwrap(Throwable error) {
		Throwable cause = error.getCause();
		return (error instanceof CompletionException && cause != null) ? cause : error;
	}

	private static NodeException refused(String node, RedisCommandExecutionException error) {
		String answer = "node '" + node + "' answered: " + error.getMessage();
		String message = String.valueOf(error.getMessage());
		if (passing(error)) {
			return new NodeUnavailableException(answer, error);
		}
		if (FULL.matcher(message).find()) {
			return new NodeFullException(answer, error);
		}
		if (ELSEWHERE.matcher(message).find()) {
			return new NodeCommandException("node '" + node + "' is one server of a Redis Cluster, and the key is on"
					+ " another one (" + message + "): give the pool servers that are no cluster, or use the whole"
					+ " cluster by 'spring.data.redis.cluster.nodes' and no pool of your own", error);
		}
		return new NodeCommandException(answer, error);
	}

}
