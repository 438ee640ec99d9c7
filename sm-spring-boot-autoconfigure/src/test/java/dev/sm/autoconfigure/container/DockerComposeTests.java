package dev.sm.autoconfigure.container;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sm.autoconfigure.EtcdConnectionDetails;
import dev.sm.autoconfigure.NodeConnectionDetails;
import dev.sm.autoconfigure.SmAutoConfiguration;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.Yaml;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Docker Compose makes of the services of the docs' {@code compose.yaml}, which are
 * taken for running.
 */
@Timeout(60)
class DockerComposeTests {

	@Test
	void servicesWithRedisAreNodesOfTheirNames() throws Exception {
		Map<String, NodeConnectionDetails> nodes = details(NodeConnectionDetails.class, 7777);
		assertThat(nodes).containsOnlyKeys("n1", "n2", "sessions");
		NodeConnectionDetails node = nodes.get("n2");
		assertThat(node.getPool()).isNull();
		assertThat(node.getNode()).isEqualTo("n2");
		assertThat(node.getUrl()).isEqualTo("redis://127.0.0.1:7777");
		assertThat(node.getSslBundle()).isNull();
	}

	@Test
	void labelsNameNodeAndPool() throws Exception {
		NodeConnectionDetails node = details(NodeConnectionDetails.class, 7777).get("sessions");
		assertThat(node.getPool()).isEqualTo("sessions");
		assertThat(node.getNode()).isEqualTo("s1");
	}

	@Test
	void serviceWithEtcdIsTheStore() throws Exception {
		Map<String, EtcdConnectionDetails> stores = details(EtcdConnectionDetails.class, 7777);
		assertThat(stores).containsOnlyKeys("etcd");
		assertThat(stores.get("etcd").getEndpoints()).containsExactly(URI.create("http://127.0.0.1:7777"));
	}

	@Test
	void applicationUsesThem() throws Exception {
		try (RedisServerFixture redis = RedisServerFixture.start()) {
			Map<String, NodeConnectionDetails> nodes = details(NodeConnectionDetails.class, redis.port());
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
				.withPropertyValues("sm.cache.pools.default.timeout=30s", "sm.cache.pools.sessions.timeout=30s",
						"sm.cache.pools.default.nodes.n1.weight=100", "sm.cache.pools.default.nodes.n2.weight=100",
						"sm.cache.pools.sessions.key-prefix=s:",
						"sm.cache.pools.sessions.nodes.s1.url=redis://127.0.0.1:1");
			for (Map.Entry<String, NodeConnectionDetails> node : nodes.entrySet()) {
				runner = runner.withBean(node.getKey(), NodeConnectionDetails.class, node::getValue);
			}
			runner.run((context) -> {
				ShardedTemplate template = context.getBean(ShardedTemplate.class);
				List.of("a", "b", "c", "d").forEach((key) -> template.set(key, "v"));
				context.getBean(ShardedTemplates.class).get("sessions").set("e", "w");
				assertThat(List.of("a", "b", "c", "d"))
					.allSatisfy((key) -> assertThat(redis.execute("GET", key)).isEqualTo("v"));
				assertThat(redis.execute("GET", "s:e")).isEqualTo("w");
			});
		}
	}

	private static <D extends ConnectionDetails> Map<String, D> details(Class<D> type, int port) throws Exception {
		ConnectionDetailsFactories factories = new ConnectionDetailsFactories(type.getClassLoader());
		Constructor<DockerComposeConnectionSource> constructor = DockerComposeConnectionSource.class
			.getDeclaredConstructor(RunningService.class, Environment.class);
		Map<String, D> found = new LinkedHashMap<>();
		for (Service service : services(port)) {
			DockerComposeConnectionSource source = BeanUtils.instantiateClass(constructor, service,
					new MockEnvironment());
			ConnectionDetails details = factories.getConnectionDetails(source, false).get(type);
			if (details != null) {
				found.put(service.name(), type.cast(details));
			}
		}
		return found;
	}

	@SuppressWarnings("unchecked")
	private static List<Service> services(int port) throws IOException {
		try (InputStream in = new ClassPathResource("docs/compose.yaml").getInputStream()) {
			Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(in);
			return file.get("services")
				.entrySet()
				.stream()
				.map((service) -> new Service(service.getKey(),
						ImageReference.of((String) service.getValue().get("image")),
						(Map<String, String>) service.getValue().getOrDefault("labels", Map.of()), port))
				.toList();
		}
	}

	/** A service that runs on this host. */
	private record Service(String name, ImageReference image, Map<String, String> labels,
			int port) implements RunningService {

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public ConnectionPorts ports() {
			return new ConnectionPorts() {

				@Override
				public int get(int containerPort) {
					return Service.this.port;
				}

				@Override
				public List<Integer> getAll() {
					return List.of(Service.this.port);
				}

				@Override
				public List<Integer> getAll(String protocol) {
					return getAll();
				}

			};
		}

		@Override
		public Map<String, String> env() {
			return Map.of();
		}

	}

}
