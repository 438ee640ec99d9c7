package dev.sm.storage.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which all commands to a node share.
 */
final class Link {

	private final StatefulConnection<byte[], byte[]> connection;

	private final RedisClusterAsyncCommands<byte[], byte[]> commands;

	private volatile long answers;

	private volatile boolean silent;

	@SuppressWarnings("unchecked")
	Link(StatefulConnection<?, ?> connection) {
		this.connection = (StatefulConnection<byte[], byte[]>) connection;
		if (this.connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) {
			this.commands = cluster.async();
		}
		else {
			this.commands = ((StatefulRedisConnection<byte[], byte[]>) this.connection).async();
		}
	}

	StatefulConnection<byte[], byte[]> connection() {
		return this.connection;
	}

	RedisClusterAsyncCommands<byte[], byte[]> commands() {
		return this.commands;
	}

	/**
	 * The connection as one to a cluster.
	 * @return the connection, or {@code null} if it is to a single server
	 */
	@Nullable StatefulRedisClusterConnection<byte[], byte[]> cluster() {
		return (this.connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) ? cluster : null;
	}

	/** Whether it was given up because nothing came any more. */
	boolean silent() {
		return this.silent;
	}

	/** Nothing comes any more. */
	void fellSilent() {
		this.silent = true;
	}

	/**
	 * How many answers came, roughly: it tells whether any came since it was last asked.
	 * @return a number that changes with every answer
	 */
	long answers() {
		return this.answers;
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	void answered() {
		this.answers++;
	}

}
