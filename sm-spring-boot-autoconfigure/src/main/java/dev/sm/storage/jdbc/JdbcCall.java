package dev.sm.storage.jdbc;

import java.util.concurrent.CompletableFuture;

import dev.sm.storage.NodeCommand;

/**
 * A command under way. Once it is done, for whatever reason, nothing of it is committed
 * any more.
 *
 * @param <R> the type of its answer
 */
final class JdbcCall<R> extends CompletableFuture<R> {

	private final NodeCommand<R> command;

	private int attempts;

	JdbcCall(NodeCommand<R> command) {
		this.command = command;
	}

	NodeCommand<R> command() {
		return this.command;
	}

	/** Counts another attempt. */
	int attempt() {
		return ++this.attempts;
	}

	@SuppressWarnings("unchecked")
	void answer(Object answer) {
		complete((R) answer);
	}

}
