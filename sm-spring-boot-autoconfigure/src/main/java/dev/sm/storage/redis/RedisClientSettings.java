package dev.sm.storage.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.RedisCommand;

/**
 * What a node asks of Lettuce, whatever else is configured: no command outlives the
 * node's time limit, waits for a connection that is lost, or is sent twice.
 */
final class RedisClientSettings {

	private static final int MAX_COMMANDS_UNDER_WAY = 1 << 18;

	private RedisClientSettings() {
	}

	/**
	 * Options of a single connection, which dies with its socket.
	 * @param base options to start from
	 * @param timeout the node's time limit
	 * @return the options
	 */
	static ClientOptions mortal(ClientOptions base, Duration timeout) {
		return common(base.mutate(), base, timeout).autoReconnect(false).build();
	}

	/**
	 * Options of connections that Lettuce opens again by itself.
	 * @param base options to start from
	 * @param timeout the node's time limit
	 * @return the options
	 */
	static ClientOptions reconnecting(ClientOptions base, Duration timeout) {
		return common(base.mutate(), base, timeout).autoReconnect(true).build();
	}

	static ClusterClientOptions cluster(ClientOptions base, Duration timeout) {
		ClusterClientOptions.Builder builder = (base instanceof ClusterClientOptions options) ? options.mutate()
				: ClusterClientOptions.builder(base)
					.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh().build());
		common(builder, base, timeout).autoReconnect(true);
		return builder.build();
	}

	private static ClientOptions.Builder common(ClientOptions.Builder builder, ClientOptions base, Duration timeout) {
		SocketOptions sockets = base.getSocketOptions();
		Duration connect = (sockets.getConnectTimeout().compareTo(timeout) < 0) ? sockets.getConnectTimeout() : timeout;
		return builder.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.replayFilter((command) -> true)
			.requestQueueSize(Math.min(base.getRequestQueueSize(), MAX_COMMANDS_UNDER_WAY))
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.socketOptions(sockets.mutate().connectTimeout(connect).keepAlive(true).tcpNoDelay(true).build())
			.timeoutOptions(TimeoutOptions.builder().timeoutCommands().timeoutSource(new Limit(timeout)).build());
	}

	/** A timer for each command but those whose time is looked after here. */
	private static final class Limit extends TimeoutOptions.TimeoutSource {

		private final long millis;

		Limit(Duration timeout) {
			this.millis = timeout.toMillis();
		}

		@Override
		public long getTimeout(RedisCommand<?, ?, ?> command) {
			return (command instanceof Call) ? 0 : this.millis;
		}

		@Override
		public TimeUnit getTimeUnit() {
			return TimeUnit.MILLISECONDS;
		}

	}

}
