package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.sm.routing.key.KeyCanonicalizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Requests through Spring Cloud LoadBalancer to real servers.
 */
@Timeout(60)
class LoadBalancerTests {

	private final List<HttpServer> servers = new ArrayList<>();

	private final Discovery discovery = new Discovery();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmLoadBalancerAutoConfiguration.class,
				LoadBalancerAutoConfiguration.class, BlockingLoadBalancerClientAutoConfiguration.class,
				org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration.class))
		.withUserConfiguration(Clients.class)
		.withBean(DiscoveryClient.class, () -> this.discovery)
		.withPropertyValues("spring.cloud.loadbalancer.cache.enabled=false", "sm.routing.services.items.key=path:2");

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@Test
	void theSegmentOfThePathDecides() throws IOException {
		serve(3, 200);
		this.runner.run((context) -> {
			RestClient client = client(context);
			List<String> ports = new ArrayList<>();
			for (int item = 0; item < 30; item++) {
				String first = get(client, "http://items/items/" + item + "/a");
				assertThat(get(client, "http://items/items/" + item + "/b?c=d")).isEqualTo(first);
				ports.add(first);
			}
			assertThat(ports).contains(port(0), port(1), port(2));
		});
	}

	@Test
	void aServerThatIsDownCostsNoIdempotentRequest() throws IOException {
		serve(3, 200);
		this.servers.get(1).stop(0);
		this.runner.run((context) -> {
			for (int item = 0; item < 30; item++) {
				assertThat(get(client(context), "http://items/items/" + item)).isIn(port(0), port(2));
				assertThat(client(context).post()
					.uri("http://items/items/" + item)
					.retrieve()
					.toEntity(String.class)
					.getBody()).isIn(port(0), port(2));
			}
		});
	}

	@Test
	void anErrorOfTheServersGoesToTheNextForIdempotentRequestsOnly() throws IOException {
		serve(1, 503);
		serve(1, 200);
		this.runner.run((context) -> {
			List<Integer> posted = new ArrayList<>();
			for (int item = 0; item < 30; item++) {
				assertThat(get(client(context), "http://items/items/" + item)).isEqualTo(port(1));
				posted.add(client(context).post()
					.uri("http://items/items/" + item)
					.retrieve()
					.onStatus(HttpStatusCode::isError, (request, response) -> {
					})
					.toBodilessEntity()
					.getStatusCode()
					.value());
			}
			assertThat(posted).contains(503, 200);
		});
	}

	@Test
	void theLastErrorIsTheAnswer() throws IOException {
		serve(2, 503);
		this.runner.run((context) -> assertThat(client(context).get()
			.uri("http://items/items/1")
			.retrieve()
			.onStatus(HttpStatusCode::isError, (request, response) -> {
			})
			.toBodilessEntity()
			.getStatusCode()
			.value()).isEqualTo(503));
	}

	@Test
	void allInstancesAreAsked() throws IOException {
		serve(3, 200);
		this.runner.withPropertyValues("sm.routing.services.items.mode=all").run((context) -> {
			client(context).put().uri("http://items/items/1").retrieve().toBodilessEntity();
			assertThat(this.discovery.asked).hasValue(3);
			assertThatException()
				.isThrownBy(() -> client(context).post().uri("http://items/items/1").retrieve().body(String.class))
				.withMessageContaining("Idempotency-Key");
		});
	}

	@Test
	void aMajorityIsEnough() throws IOException {
		serve(2, 200);
		serve(1, 503);
		this.runner.withPropertyValues("sm.routing.services.items.mode=majority").run((context) -> {
			for (int item = 0; item < 10; item++) {
				assertThat(get(client(context), "http://items/items/" + item)).isIn(port(0), port(1));
			}
		});
	}

	@Test
	void tooFewAreAnError() throws IOException {
		serve(1, 200);
		serve(2, 503);
		this.runner.withPropertyValues("sm.routing.services.items.mode=majority")
			.run((context) -> assertThatException().isThrownBy(() -> get(client(context), "http://items/items/1"))
				.withStackTraceContaining("did not get enough of 3 instances"));
	}

	@Test
	void theFirstThatAnswersIsEnough() throws IOException {
		serve(2, 503);
		serve(1, 200);
		this.runner.withPropertyValues("sm.routing.services.items.mode=first").run((context) -> {
			for (int item = 0; item < 10; item++) {
				assertThat(get(client(context), "http://items/items/" + item)).isEqualTo(port(2));
			}
		});
	}

	@Test
	void keysThatMeanTheSameGoToOneServer() throws IOException {
		serve(3, 200);
		this.runner.withBean(LowerCase.class)
			.withPropertyValues("sm.routing.services.items.canonical=lower-case")
			.run((context) -> {
				for (int item = 0; item < 20; item++) {
					assertThat(get(client(context), "http://items/items/AbC" + item))
						.isEqualTo(get(client(context), "http://items/items/aBc" + item));
				}
			});
	}

	@Test
	void otherServicesAreLeftAlone() throws IOException {
		serve(2, 200);
		this.runner.run((context) -> {
			List<String> ports = new ArrayList<>();
			for (int request = 0; request < 4; request++) {
				ports.add(get(client(context), "http://others/items/1"));
			}
			assertThat(ports).contains(port(0), port(1));
		});
	}

	@Test
	void aRuleThatNobodyMadeFailsTheStart() {
		this.runner.withPropertyValues("sm.routing.services.items.canonical=nope")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'sm.routing.services.items.canonical'")
				.hasMessageContaining(KeyCanonicalizer.class.getName()));
	}

	@Test
	void anAlgorithmThatNobodyMadeFailsTheStart() {
		this.runner.withPropertyValues("sm.routing.services.items.continuum=nope")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'sm.routing.services.items.continuum'")
				.hasMessageContaining("weighted"));
	}

	@Test
	void withoutTheLibraryTheStartSaysWhatToAdd() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(LoadBalancerClientFactory.class))
			.withPropertyValues("sm.routing.services.items.key=path")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MissingClientException.class, (ex) -> assertThat(ex.getCoordinates())
					.containsExactly("org.springframework.cloud:spring-cloud-starter-loadbalancer")));
	}

	private static RestClient client(org.springframework.context.ApplicationContext context) {
		return context.getBean(RestClient.Builder.class).build();
	}

	private static String get(RestClient client, String uri) {
		return client.get().uri(uri).retrieve().body(String.class);
	}

	private void serve(int count, int status) throws IOException {
		for (int index = 0; index < count; index++) {
			HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
			byte[] body = Integer.toString(server.getAddress().getPort())
				.getBytes(java.nio.charset.StandardCharsets.UTF_8);
			server.createContext("/", (exchange) -> {
				this.discovery.asked.incrementAndGet();
				exchange.sendResponseHeaders(status, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			server.start();
			this.servers.add(server);
			this.discovery.ports.add(server.getAddress().getPort());
		}
	}

	private String port(int server) {
		return this.discovery.ports.get(server).toString();
	}

	/** A client as an application declares it. */
	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		@LoadBalanced
		RestClient.Builder restClientBuilder() {
			return RestClient.builder();
		}

	}

	/** Names that differ in case only mean the same. */
	static class LowerCase implements KeyCanonicalizer {

		@Override
		public String name() {
			return "lower-case";
		}

		@Override
		public String canonical(String key) {
			return key.toLowerCase(Locale.ROOT);
		}

	}

	/** Knows the servers of a test as every service. */
	private static final class Discovery implements DiscoveryClient {

		private final AtomicInteger asked = new AtomicInteger();

		private final List<Integer> ports = new CopyOnWriteArrayList<>();

		@Override
		public String description() {
			return "test";
		}

		@Override
		public List<ServiceInstance> getInstances(String service) {
			List<ServiceInstance> instances = new ArrayList<>();
			this.ports
				.forEach((port) -> instances.add(new DefaultServiceInstance(null, service, "127.0.0.1", port, false)));
			return instances;
		}

		@Override
		public List<String> getServices() {
			return List.of("items", "others");
		}

	}

}
