package dev.sm.storage.redis;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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

	private final @Nullable ConnectionNames guarded;

	private @Nullable LettuceConnectionProvider provider;

	/**
	 * Creates a factory.
	 * @param server where the server is
	 * @param client how to reach it
	 * @param guarded is asked for each connection before it is used, or {@code null}
	 */
	NodeConnectionFactory(RedisConfiguration server, LettuceClientConfiguration client,
			@Nullable ConnectionNames guarded) {
		super(server, client);
		this.guarded = guarded;
	}

	@Override
	protected LettuceConnectionProvider doCreateConnectionProvider(AbstractRedisClient client, RedisCodec<?, ?> codec) {
		LettuceConnectionProvider created = super.doCreateConnectionProvider(client, codec);
		if (this.guarded != null) {
			created = new GuardedProvider(created, this.guarded);
		}
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

	/** Lets nobody have a connection that the guard has not admitted. */
	private record GuardedProvider(LettuceConnectionProvider provider,
			ConnectionNames names) implements LettuceConnectionProvider {

		@Override
		public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> type) {
			return this.provider.getConnectionAsync(type).thenCompose((connection) -> admit(connection));
		}

		private <T extends StatefulConnection<?, ?>> CompletionStage<T> admit(T connection) {
			return this.names.admitNative(new Link(connection).commands())
				.handle((admitted, error) -> error)
				.thenCompose((error) -> {
					if (error == null) {
						return CompletableFuture.completedFuture(connection);
					}
					connection.closeAsync();
					return CompletableFuture.failedFuture(RedisErrors.unwrap(error));
				});
		}

		@Override
		public void release(StatefulConnection<?, ?> connection) {
			this.provider.release(connection);
		}

	}

}
