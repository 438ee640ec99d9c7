package dev.sm.storage.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Where a server is and how it is spoken to, from a node's configuration or from a
 * connection factory of the user's.
 */
interface RedisServerSettings {

	RedisConfiguration server();

	boolean cluster();

	/** Whether connections are encrypted. */
	boolean tls();

	/** What all this is called where it is configured. */
	PropertyNames names();

	ClientOptions options();

	LettuceClientConfiguration client(ClientOptions options, ClientResources resources, Duration timeout,
			@Nullable String name);

	static RedisServerSettings of(NodeConfig config, PropertyNames names) {
		return new OfUrl(names, RedisUrl.of(config), config.ssl());
	}

	static RedisServerSettings of(String id, RedisConnectionFactory factory) {
		if (factory instanceof LettuceConnectionFactory lettuce) {
			if (StaticReplicas.configured(lettuce)) {
				throw new InvalidNodeException(id,
						"its connection factory must lead to one server, to sentinels or to a cluster"
								+ " (was a fixed primary with replicas)",
						null);
			}
			return new OfFactory(lettuce);
		}
		throw new InvalidNodeException(id,
				"its connection factory must be a LettuceConnectionFactory (was " + factory.getClass().getName() + ")",
				null);
	}

	/**
	 * From a node's own configuration.
	 *
	 * @param names what it is called
	 * @param url the URL
	 * @param ssl how to make a TLS context, or {@code null} for the JVM's own
	 */
	record OfUrl(PropertyNames names, RedisUrl url, @Nullable Supplier<SSLContext> ssl) implements RedisServerSettings {

		@Override
		public RedisConfiguration server() {
			RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(this.url.host(), this.url.port());
			server.setDatabase(this.url.database());
			if (this.url.username() != null) {
				server.setUsername(this.url.username());
			}
			if (this.url.password() != null) {
				server.setPassword(RedisPassword.of(this.url.password()));
			}
			return server;
		}

		@Override
		public boolean cluster() {
			return false;
		}

		@Override
		public boolean tls() {
			return this.url.tls();
		}

		@Override
		public ClientOptions options() {
			if (!this.url.tls() || this.ssl == null) {
				return ClientOptions.create();
			}
			FixedContextProvider provider = new FixedContextProvider(this.ssl.get());
			return ClientOptions.builder()
				.sslOptions(SslOptions.builder()
					.jdkSslProvider()
					.sslContext((builder) -> builder.sslContextProvider(provider))
					.build())
				.build();
		}

		@Override
		public LettuceClientConfiguration client(ClientOptions options, ClientResources resources, Duration timeout,
				@Nullable String name) {
			LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder()
				.clientOptions(options)
				.clientResources(resources)
				.commandTimeout(timeout)
				.redisCredentialsProviderFactory(ReadyCredentials.INSTANCE)
				.shutdownQuietPeriod(Duration.ZERO);
			Optional.ofNullable(name).ifPresent(builder::clientName);
			return this.url.tls() ? builder.useSsl().build() : builder.build();
		}

	}

	/**
	 * From a factory that the application has. Reads go to the primary, whatever the
	 * factory prefers: a copy may be older than what was acknowledged.
	 *
	 * @param factory the factory, of which only the settings are used
	 */
	record OfFactory(LettuceConnectionFactory factory) implements RedisServerSettings {

		@Override
		public RedisConfiguration server() {
			if (this.factory.getClusterConfiguration() != null) {
				return this.factory.getClusterConfiguration();
			}
			if (this.factory.getSentinelConfiguration() != null) {
				return this.factory.getSentinelConfiguration();
			}
			if (this.factory.getSocketConfiguration() != null) {
				return this.factory.getSocketConfiguration();
			}
			return this.factory.getStandaloneConfiguration();
		}

		@Override
		public boolean cluster() {
			return this.factory.isClusterAware();
		}

		@Override
		public boolean tls() {
			return this.factory.getClientConfiguration().isUseSsl();
		}

		/** What Boot makes a factory of, unless the application makes its own. */
		@Override
		public PropertyNames names() {
			return PropertyNames.ofSpring();
		}

		@Override
		public ClientOptions options() {
			return this.factory.getClientConfiguration().getClientOptions().orElseGet(ClientOptions::create);
		}

		@Override
		public LettuceClientConfiguration client(ClientOptions options, ClientResources resources, Duration timeout,
				@Nullable String name) {
			LettuceClientConfiguration theirs = this.factory.getClientConfiguration();
			LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder()
				.clientOptions(options)
				.clientResources(theirs.getClientResources().orElse(resources))
				.commandTimeout(timeout)
				.redisCredentialsProviderFactory(
						theirs.getRedisCredentialsProviderFactory().orElse(ReadyCredentials.INSTANCE))
				.shutdownQuietPeriod(Duration.ZERO);
			Optional.ofNullable(name).or(theirs::getClientName).ifPresent(builder::clientName);
			if (theirs.isUseSsl()) {
				var tls = builder.useSsl().verifyPeer(theirs.getVerifyMode());
				return theirs.isStartTls() ? tls.startTls().build() : tls.build();
			}
			return builder.build();
		}

	}

}
