package dev.sm.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.testkit.consul.TestConsul;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client's continuum has of the instances that Consul knows. Spring Cloud
 * LoadBalancer would remember them for an hour.
 */
@Timeout(90)
class ConsulDiscoveryTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private TestConsul consul;

	@BeforeEach
	void start() throws Exception {
		this.consul = TestConsul.start();
		register("i1", 1001);
		register("i2", 1002);
	}

	@AfterEach
	void stop() {
		this.consul.close();
	}

	/** Of five times the median is bounded, since others use the machine as well. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aDeadInstanceIsOffTheContinuumWithinASecond(boolean queryPassing) throws Exception {
		List<Duration> times = new ArrayList<>();
		try (ConfigurableApplicationContext context = run(queryPassing)) {
			awaitPorts(context, 1001, 1002);
			for (int round = 0; round < 5; round++) {
				put("/v1/agent/check/fail/service:i1", "");
				long known = System.nanoTime();
				awaitPorts(context, 1002);
				times.add(Duration.ofNanos(System.nanoTime() - known));
				put("/v1/agent/check/pass/service:i1", "");
				awaitPorts(context, 1001, 1002);
			}
		}
		Collections.sort(times);
		assertThat(times.get(2)).as("%s", times).isLessThan(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void instancesComeAndGoThroughAnInterruption(boolean queryPassing) throws Exception {
		try (ConfigurableApplicationContext context = run(queryPassing)) {
			awaitPorts(context, 1001, 1002);
			put("/v1/agent/service/deregister/i2", "");
			awaitPorts(context, 1001);
			this.consul.stop();
			assertThat(ports(context)).containsExactly(1001);
			this.consul.restart();
			register("i3", 1003);
			awaitPorts(context, 1001, 1003);
			// all dead: those that were well last are kept for a time
			put("/v1/agent/check/fail/service:i1", "");
			awaitPorts(context, 1003);
			put("/v1/agent/check/fail/service:i3", "");
			register("i4", 1004);
			awaitPorts(context, 1004);
		}
	}

	/** Where requests with many keys go. */
	private static Set<Integer> ports(ConfigurableApplicationContext context) {
		LoadBalancerClient loadBalancer = context.getBean(LoadBalancerClient.class);
		Set<Integer> ports = new TreeSet<>();
		for (int key = 0; key < 50; key++) {
			MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET,
					URI.create("http://items/key/" + key));
			ServiceInstance instance = loadBalancer.choose("items",
					new DefaultRequest<>(new RequestDataContext(new RequestData(request))));
			if (instance != null) {
				ports.add(instance.getPort());
			}
		}
		return ports;
	}

	private static void awaitPorts(ConfigurableApplicationContext context, Integer... expected) {
		// less than the watch waits for a change
		Awaitility.await()
			.atMost(Duration.ofSeconds(15))
			.pollInterval(Duration.ofMillis(20))
			.untilAsserted(() -> assertThat(ports(context)).containsExactly(expected));
	}

	private void register(String id, int port) throws Exception {
		put("/v1/agent/service/register", "{\"ID\":\"" + id
				+ "\",\"Name\":\"items\",\"Address\":\"127.0.0.1\",\"Port\":" + port + ",\"Check\":{\"TTL\":\"1h\"}}");
		put("/v1/agent/check/pass/service:" + id, "");
	}

	private void put(String path, String body) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.consul.port() + path);
		HttpResponse<String> answer = this.http.send(
				HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
	}

	private ConfigurableApplicationContext run(boolean queryPassing) {
		SpringApplication application = new SpringApplication(ConsulCoordinationTests.Everything.class);
		application.setDefaultProperties(Map.of("server.port", 0, "spring.main.banner-mode", "off",
				"spring.application.name", "watching", "sm.shards.count", 0, "spring.cloud.consul.host", "127.0.0.1",
				"spring.cloud.consul.port", this.consul.port(), "spring.cloud.consul.discovery.query-passing",
				queryPassing, "spring.cloud.loadbalancer.cache.ttl", "1h", "sm.routing.services.items.key", "path"));
		return application.run();
	}

}
