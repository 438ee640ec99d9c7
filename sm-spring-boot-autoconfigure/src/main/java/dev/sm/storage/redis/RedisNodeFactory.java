package dev.sm.storage.redis;

import java.time.Duration;
import java.util.Set;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes nodes that are Redis servers:
 * {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]}, and {@code rediss://} with
 * TLS. Making one neither connects nor loads the client.
 * <p>
 * Spring Data Redis configures the client, native Lettuce runs the commands. No command
 * is sent twice; commands on a lost connection fail, and it is opened again at once and
 * then about every second. Native operations are a {@code StringRedisTemplate} with
 * connections of its own.
 */
public final class RedisNodeFactory implements NodeFactory {

	@Override
	public Set<String> schemes() {
		return Set.of("redis", "rediss");
	}

	@Override
	public NodeStorage create(NodeConfig config) {
		return create(config, PropertyNames.ofNode(config.id()));
	}

	/**
	 * Makes a node of what is configured for Spring Boot, below
	 * {@code spring.data.redis}: messages name those properties.
	 * @param config where the server is and how to reach it
	 * @return the node
	 * @throws InvalidNodeException if the URL is none of a Redis node
	 */
	public static NodeStorage ofSpringProperties(NodeConfig config) {
		return create(config, PropertyNames.ofSpring());
	}

	private static NodeStorage create(NodeConfig config, PropertyNames names) {
		return new RedisNode(config.id(), RedisServerSettings.of(config, names), config.timeout(), config.guard());
	}

	/**
	 * Makes a node of the server, the sentinels or the cluster that a connection factory
	 * of the application leads to. The node takes over the settings and opens connections
	 * of its own; the factory need not be started, and stays the application's. Reads go
	 * to the primary. On a cluster, fenced commands are refused.
	 * @param id the node's id in its pool, for messages
	 * @param factory the connection factory, Lettuce's
	 * @param timeout how long a command may take at most
	 * @return the node
	 * @throws InvalidNodeException if the factory is not Lettuce's, or leads to a fixed
	 * primary with replicas
	 */
	public static NodeStorage ofConnectionFactory(String id, RedisConnectionFactory factory, Duration timeout) {
		return new RedisNode(id, RedisServerSettings.of(id, factory), timeout, null);
	}

	/**
	 * Makes a node of a connection factory of the application, as
	 * {@link #ofConnectionFactory(String, RedisConnectionFactory, Duration)} does, for a
	 * pool that migrates.
	 * @param config id, timeout and guard; the rest is the factory's
	 * @param factory the connection factory, Lettuce's
	 * @return the node
	 * @throws InvalidNodeException if the factory is not Lettuce's, or leads to a fixed
	 * primary with replicas
	 */
	public static NodeStorage ofConnectionFactory(NodeConfig config, RedisConnectionFactory factory) {
		return new RedisNode(config.id(), RedisServerSettings.of(config.id(), factory), config.timeout(),
				config.guard());
	}

}
