package dev.sm.storage.redis;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.KeyTracking;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the server tell of changes of the keys that are read on a connection, on that same
 * connection: what it tells and what it answers cannot overtake each other, and cannot
 * come from two servers.
 */
final class RedisTracking {

	private static final Logger logger = LoggerFactory.getLogger(RedisTracking.class);

	private final String node;

	private volatile @Nullable KeyTracking told;

	private boolean warned;

	RedisTracking(String node) {
		this.node = node;
	}

	void tell(KeyTracking tracking) {
		this.told = tracking;
	}

	/**
	 * Asks the server to track, if somebody wants to be told. Where it refuses, nobody is
	 * told anything.
	 * @param link a new connection, not used yet; closed on failure
	 * @return the same connection, ready for use
	 */
	CompletionStage<Link> begin(Link link) {
		KeyTracking asked = this.told;
		if (asked == null || !(link.connection() instanceof StatefulRedisConnection<byte[], byte[]> connection)) {
			return CompletableFuture.completedFuture(link);
		}
		connection.addListener((message) -> pushed(asked, message));
		return link.commands()
			.clientTracking(TrackingArgs.Builder.enabled())
			.handle((done, error) -> settle(link, asked, error))
			.thenCompose((settled) -> settled);
	}

	private CompletionStage<Link> settle(Link link, KeyTracking asked, @Nullable Throwable error) {
		if (error == null) {
			asked.began();
			return CompletableFuture.completedFuture(link);
		}
		if (Succession.refused(error)) {
			warn(RedisErrors.unwrap(error));
			return CompletableFuture.completedFuture(link);
		}
		link.connection().closeAsync();
		return CompletableFuture.failedFuture(RedisErrors.unwrap(error));
	}

	/** The connection is lost, or given up. */
	void ended() {
		KeyTracking asked = this.told;
		if (asked != null) {
			asked.ended();
		}
	}

	private static void pushed(KeyTracking asked, PushMessage message) {
		if (!"invalidate".equals(message.getType())) {
			return;
		}
		List<Object> content = message.getContent(RedisTracking::bytes);
		Object keys = (content.size() > 1) ? content.get(1) : null;
		if (!(keys instanceof List<?> changed)) {
			asked.allChanged();
			return;
		}
		for (Object key : changed) {
			if (key instanceof byte[] bytes) {
				asked.changed(bytes);
			}
			else {
				asked.allChanged();
			}
		}
	}

	private static Object bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	private synchronized void warn(Throwable refusal) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("Node '{}' answered '{}': nothing of it is kept in memory. That needs Redis 6 or newer, RESP3,"
					+ " and a user who may CLIENT TRACKING", this.node, refusal.getMessage());
		}
	}

}
