package dev.sm.storage;

import java.util.concurrent.CompletionStage;

/**
 * One storage node. Commands are values, so that whatever stands between a pool and a
 * node (time limits, retries, fences) is written once for all kinds of node.
 * <p>
 * Implementations are thread-safe, never block the calling thread, and connect lazily, so
 * that a node that is down costs its own keys only. Stages fail with a
 * {@link NodeException}; they may complete on a thread of the client, which must not be
 * blocked.
 */
public interface NodeStorage extends AutoCloseable {

	/**
	 * Executes a command. A command that is not {@linkplain NodeCommand#idempotent()
	 * idempotent} is sent at most once.
	 * @param command the command
	 * @param <R> the type of its answer
	 * @return the answer; fails with {@link FencedOffException} if the command is fenced
	 * and the node has seen a higher epoch of that shard, and with
	 * {@link NodeUnavailableException} if no answer came
	 */
	<R> CompletionStage<R> execute(NodeCommand<R> command);

	/**
	 * The node's own operations, for what commands do not cover: a
	 * {@code RedisOperations}, a {@code Map}, ...
	 * @return an object that stays valid until the node is closed
	 */
	Object nativeOperations();

	/**
	 * Closes the node's connections. Commands that are under way fail.
	 */
	@Override
	void close();

}
