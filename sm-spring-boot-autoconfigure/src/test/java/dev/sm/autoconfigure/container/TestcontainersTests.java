package dev.sm.autoconfigure.container;

import java.net.URI;

import dev.sm.autoconfigure.EtcdConnectionDetails;
import dev.sm.autoconfigure.NodeConnectionDetails;
import dev.sm.autoconfigure.SmAutoConfiguration;
import dev.sm.cache.ShardedTemplate;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code @ServiceConnection} makes of containers that stand for servers which are
 * there already, so that no Docker is needed.
 */
@Timeout(60)
class TestcontainersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class));

	@Test
	void redisIsTheOnlyNode() {
		try (RedisServerFixture redis = RedisServerFixture.start()) {
			this.runner.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
				.withPropertyValues("sm.cache.pools.default.nodes.n1.url=redis://127.0.0.1:1",
						"sm.cache.pools.default.timeout=30s", "test.port=" + redis.port())
				.withUserConfiguration(Named.class)
				.run((context) -> {
					context.getBean(ShardedTemplate.class).set("k", "v");
					assertThat(redis.execute("GET", "k")).isEqualTo("v");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Redis.class, RedisStack.class, Valkey.class })
	void redisIsKnownByItsImage(Class<?> containers) {
		this.runner.withUserConfiguration(containers).run((context) -> {
			NodeConnectionDetails details = context.getBean(NodeConnectionDetails.class);
			assertThat(details.getUrl()).isEqualTo("redis://127.0.0.1:7777");
			assertThat(details.getNode()).isNull();
			assertThat(context).doesNotHaveBean(EtcdConnectionDetails.class);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Etcd.class, EtcdDevelopment.class })
	void etcdIsKnownByItsImage(Class<?> containers) {
		this.runner.withUserConfiguration(containers).run((context) -> {
			assertThat(context.getBean(EtcdConnectionDetails.class).getEndpoints())
				.containsExactly(URI.create("http://127.0.0.1:7777"));
			assertThat(context).doesNotHaveBean(NodeConnectionDetails.class);
		});
	}

	@Test
	void beanOfTheUsersWins() {
		this.runner.withPropertyValues("test.port=7777")
			.withUserConfiguration(Named.class)
			.withBean("mine", NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n1", "memory:"))
			.run((context) -> assertThat(context).getBeanNames(NodeConnectionDetails.class).containsExactly("mine"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Named {

		@Bean
		@ServiceConnection(name = "redis")
		RunningContainer container(Environment environment) {
			return new RunningContainer("mine", environment.getRequiredProperty("test.port", Integer.class));
		}

	}

	@ImportTestcontainers
	static class Redis {

		@ServiceConnection
		static final RunningContainer container = new RunningContainer("redis:8", 7777);

	}

	@ImportTestcontainers
	static class RedisStack {

		@ServiceConnection
		static final RunningContainer container = new RunningContainer("redis/redis-stack-server:7.4.0-v6", 7777);

	}

	@ImportTestcontainers
	static class Valkey {

		@ServiceConnection
		static final RunningContainer container = new RunningContainer("valkey/valkey:8.1", 7777);

	}

	@ImportTestcontainers
	static class Etcd {

		@ServiceConnection
		static final RunningContainer container = new RunningContainer("quay.io/coreos/etcd:v3.6.4", 7777);

	}

	@ImportTestcontainers
	static class EtcdDevelopment {

		@ServiceConnection
		static final RunningContainer container = new RunningContainer("gcr.io/etcd-development/etcd:v3.6.4", 7777);

	}

	/** A server that runs on this host, in the shape of a container. */
	static final class RunningContainer extends GenericContainer<RunningContainer> {

		private final String image;

		private final int port;

		RunningContainer(String image, int port) {
			super(DockerImageName.parse(image));
			this.image = image;
			this.port = port;
		}

		@Override
		public String getDockerImageName() {
			return this.image;
		}

		@Override
		public String getHost() {
			return "127.0.0.1";
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			return this.port;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

	}

}
