package dev.sm.storage.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The two clients of a node, each made when it is first needed: one for commands, one for
 * native operations, which blocks.
 */
final class RedisClients {

	private final RedisServerSettings settings;

	private final Duration timeout;

	private final ConnectionNames names;

	private @Nullable ClientResources resources;

	private @Nullable NodeConnectionFactory commands;

	private @Nullable NodeConnectionFactory operations;

	private @Nullable StringRedisTemplate template;

	private boolean closed;

	RedisClients(RedisServerSettings settings, Duration timeout, ConnectionNames names) {
		this.names = names;
		this.settings = settings;
		this.timeout = timeout;
	}

	CompletionStage<Link> connect() {
		return commands().connect();
	}

	private synchronized NodeConnectionFactory commands() {
		if (this.commands == null) {
			ClientOptions base = this.settings.options();
			this.commands = start(this.settings.cluster() ? RedisClientSettings.cluster(base, this.timeout)
					: RedisClientSettings.mortal(base, this.timeout), null);
		}
		return this.commands;
	}

	synchronized StringRedisTemplate template() {
		if (this.template == null) {
			this.operations = operations(this.settings.options());
			this.template = new StringRedisTemplate(this.operations);
		}
		return this.template;
	}

	/**
	 * Where connections are guarded, one that is lost must not come back by itself: it is
	 * looked at before each use, and another one is asked for.
	 */
	private NodeConnectionFactory operations(ClientOptions base) {
		if (this.settings.cluster()) {
			return start(RedisClientSettings.cluster(base, this.timeout), null);
		}
		if (this.names.ofNative() == null) {
			return start(RedisClientSettings.reconnecting(base, this.timeout), null);
		}
		NodeConnectionFactory factory = start(RedisClientSettings.mortal(base, this.timeout), this.names);
		this.names.nativeUsed();
		return factory;
	}

	private NodeConnectionFactory start(ClientOptions options, @Nullable ConnectionNames guarded) {
		if (this.closed) {
			throw new IllegalStateException("the node is closed");
		}
		if (this.resources == null) {
			this.resources = RedisResourcesDriver.acquire();
		}
		LettuceClientConfiguration client = this.settings.client(options, Objects.requireNonNull(this.resources),
				this.timeout, (guarded != null) ? guarded.ofNative() : null);
		NodeConnectionFactory factory = new NodeConnectionFactory(this.settings.server(), client, guarded);
		factory.setValidateConnection(guarded != null);
		factory.afterPropertiesSet();
		return factory;
	}

	synchronized void close() {
		this.closed = true;
		if (this.commands != null) {
			this.commands.destroy();
		}
		if (this.operations != null) {
			this.operations.destroy();
		}
		if (this.resources != null) {
			RedisResourcesDriver.release();
			this.resources = null;
		}
	}

}
