package dev.sm.autoconfigure;

import java.util.Set;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.redis.RedisNodeFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Redis nodes, and the pool that an application with a Redis has without asking. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(
		name = { "io.lettuce.core.RedisClient", "org.springframework.data.redis.connection.RedisConnectionFactory" })
class RedisNodesConfiguration {

	/** The scheme of the node that uses the application's own connection factory. */
	private static final String FACTORY = "sm-connection-factory";

	/** Begins the URL of the node that Boot's properties configure. */
	private static final String PROPERTIES = "sm-redis-properties";

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	RedisNodeFactory redisNodeFactory() {
		return new RedisNodeFactory();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ConnectionFactoryNodeFactory connectionFactoryNodeFactory(ObjectProvider<RedisConnectionFactory> factory) {
		return new ConnectionFactoryNodeFactory(factory);
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	PropertiesNodeFactory propertiesNodeFactory() {
		return new PropertiesNodeFactory();
	}

	@Bean
	UnconfiguredPool configuredRedis(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		ConfiguredRedis redis = new ConfiguredRedis(beanFactory, environment);
		return () -> redis.find(RedisConnectionFactory.class, FACTORY + ":", PROPERTIES + ":")
			.map(UnconfiguredPool::of);
	}

	/** Makes nodes of the application's own connection factory. */
	static final class ConnectionFactoryNodeFactory implements NodeFactory {

		private final ObjectProvider<RedisConnectionFactory> factory;

		ConnectionFactoryNodeFactory(ObjectProvider<RedisConnectionFactory> factory) {
			this.factory = factory;
		}

		@Override
		public Set<String> schemes() {
			return Set.of(FACTORY);
		}

		@Override
		public NodeStorage create(NodeConfig config) {
			return RedisNodeFactory.ofConnectionFactory(config, this.factory.getObject());
		}

	}

	/** Makes nodes of Boot's properties, where Boot's own module for Redis is missing. */
	static final class PropertiesNodeFactory implements NodeFactory {

		@Override
		public Set<String> schemes() {
			return Set.of(PROPERTIES);
		}

		@Override
		public NodeStorage create(NodeConfig config) {
			return RedisNodeFactory
				.ofSpringProperties(new NodeConfig(config.id(), config.url().substring(PROPERTIES.length() + 1),
						config.username(), config.password(), config.timeout(), config.ssl(), config.guard()));
		}

	}

}
