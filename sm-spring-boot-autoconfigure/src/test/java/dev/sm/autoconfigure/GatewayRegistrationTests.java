package dev.sm.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import dev.sm.testkit.consul.TestConsul;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an access layer tells Consul of its gateways.
 */
@Timeout(90)
class GatewayRegistrationTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private TestConsul consul;

	@BeforeEach
	void start() {
		this.consul = TestConsul.start();
	}

	@AfterEach
	void stop() {
		this.consul.close();
	}

	@Test
	void gatewaysAreRegisteredWithTheirChecksAndThoseOfEarlierAreRemoved() throws Exception {
		register("old_9091", "pushgateway", 9091, "\"sm-pushgateway\":\"pushgateway\"");
		register("foreign_9091", "pushgateway", 9091, "\"owner\":\"somebody\"");
		try (ConfigurableApplicationContext context = run("--sm.pushgateway.enabled=true",
				"--sm.pushgateway.gateways=127.0.0.1:1,127.0.0.1:2")) {
			assertThat(context.isRunning()).isTrue();
			eventually().untilAsserted(
					() -> assertThat(agent("services").keySet()).contains("foreign_9091", "127.0.0.1_1", "127.0.0.1_2")
						.doesNotContain("old_9091"));
			assertThat(agent("checks").keySet()).contains("service:127.0.0.1_1", "service:127.0.0.1_2");
		}
	}

	private void register(String id, String service, int port, String meta) throws Exception {
		put("/v1/agent/service/register",
				"{\"ID\":\"" + id + "\",\"Name\":\"" + service + "\",\"Address\":\"127.0.0.1\",\"Port\":" + port
						+ ",\"Meta\":{" + meta + "},\"Check\":{\"TTL\":\"1h\"}}");
		put("/v1/agent/check/pass/service:" + id, "");
	}

	private void put(String path, String body) throws Exception {
		HttpResponse<String> answer = this.http.send(
				HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
	}

	private Map<String, Object> agent(String what) throws Exception {
		return JsonParserFactory.getJsonParser()
			.parseMap(this.http
				.send(HttpRequest.newBuilder(uri("/v1/agent/" + what)).build(), HttpResponse.BodyHandlers.ofString())
				.body());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.consul.port() + path);
	}

	private ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(ConsulCoordinationTests.Everything.class);
		application.setDefaultProperties(Map.of("server.port", 0, "spring.main.banner-mode", "off",
				"spring.application.name", "watching", "sm.shards.count", 0, "spring.cloud.consul.host", "127.0.0.1",
				"spring.cloud.consul.port", this.consul.port()));
		return application.run(arguments);
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40));
	}

}
