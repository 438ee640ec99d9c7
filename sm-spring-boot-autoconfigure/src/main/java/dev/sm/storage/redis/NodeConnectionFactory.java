package dev.sm.storage.redis;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * Spring Data's way to a server, that also gives native connections without blocking.
 */
final class NodeConnectionFactory extends LettuceConnectionFactory {

	private @Nullable LettuceConnectionProvider provider;

	NodeConnectionFactory(RedisConfiguration server, LettuceClientConfiguration client) {
		super(server, client);
	}

	@Override
	protected LettuceConnectionProvider doCreateConnectionProvider(AbstractRedisClient client, RedisCodec<?, ?> codec) {
		LettuceConnectionProvider created = super.doCreateConnectionProvider(client, codec);
		if (codec instanceof ByteArrayCodec) {
			this.provider = created;
		}
		return created;
	}

	/**
	 * Opens a connection; the factory must have been started.
	 * @return the connection
	 */
	CompletionStage<Link> connect() {
		return Objects.requireNonNull(this.provider).getConnectionAsync(connectionType()).thenApply(Link::new);
	}

	@SuppressWarnings("unchecked")
	private Class<StatefulConnection<?, ?>> connectionType() {
		Class<?> type = isClusterAware() ? StatefulRedisClusterConnection.class : StatefulRedisConnection.class;
		return (Class<StatefulConnection<?, ?>>) type;
	}

}
