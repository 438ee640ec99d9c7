package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.pushgateway.GroupKey;
import dev.sm.pushgateway.PushgatewayDriver;
import dev.sm.proxy.PlantedProxy;
import dev.sm.pushgateway.PushgatewayRouter;
import dev.sm.pushgateway.PushgatewayServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.InstanceProperties;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of the layer in front of real Pushgateways.
 */
@Timeout(90)
class PushgatewayLayerTests {

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

	private final List<PushgatewayServer> servers = new ArrayList<>();

	private final List<ConfigurableApplicationContext> layers = new ArrayList<>();

	@BeforeEach
	void start() {
		for (int i = 0; i < 3; i++) {
			this.servers.add(PushgatewayServer.started());
		}
	}

	@AfterEach
	void stop() {
		this.layers.forEach(ConfigurableApplicationContext::close);
		this.servers.forEach(PushgatewayServer::close);
	}

	@Test
	void groupsHaveOneGatewayEachThroughDeathReturnAndGrowth() throws Exception {
		layer();
		layer();
		awaitMembers(3);
		pushAll(1);
		assertThat(copies()).hasSize(60).allSatisfy((key, nodes) -> assertThat(nodes).hasSize(1));
		PushgatewayServer victim = this.servers.get(0);
		victim.stop();
		awaitMembers(2);
		pushAll(2);
		victim.start();
		awaitMembers(3);
		// nothing of the returned one is older than what others have
		assertThat(copies()).hasSize(60).allSatisfy((key, nodes) -> assertThat(nodes).hasSize(1));
		pushAll(3);
		eventually().untilAsserted(() -> assertThat(copies()).hasSize(60)
			.allSatisfy((key, nodes) -> assertThat(nodes)
				.containsExactly(this.layers.get(1).getBean(PushgatewayRouter.class).nodeFor(key).orElseThrow())));
		PushgatewayServer further = PushgatewayServer.started();
		this.servers.add(further);
		this.layers.forEach((layer) -> addInstance(layer, further.node()));
		awaitMembers(4);
		pushAll(4);
		eventually().untilAsserted(() -> assertThat(copies()).allSatisfy((key, nodes) -> assertThat(nodes).hasSize(1)));
		assertThat(copies().values()).anyMatch((nodes) -> nodes.contains(further.node()));
		assertThat(values(4)).isEqualTo(60);
	}

	@Test
	void aProxyOfTheJvmIsNotAsked() throws Exception {
		try (PlantedProxy proxy = PlantedProxy.plant()) {
			layer();
			awaitMembers(3);
			pushAll(7);
			assertThat(values(7)).isEqualTo(60);
			assertThat(proxy.asked()).isEmpty();
		}
	}

	@Test
	void groupsGoWhereDynamicShardingPutThem() throws Exception {
		layer("--sm.pushgateway.continuum=dynamic-sharding");
		awaitMembers(3);
		pushAll(1);
		ContinuumSpec gateways = ContinuumSpec.of("dynamic-sharding");
		for (String node : new TreeSet<>(this.servers.stream().map(PushgatewayServer::node).toList())) {
			gateways = gateways.with(node, 1);
		}
		Continuum ring = Continuum.of(gateways);
		assertThat(copies()).hasSize(60)
			.allSatisfy((key, nodes) -> assertThat(nodes)
				.containsExactly(ring.nodeFor("/metrics/job/" + key.labels().get("job") + "/a/1/b/2")));
	}

	@Test
	void bodiesQueriesAndPathsArriveAsTheyWereSent() throws Exception {
		layer();
		awaitMembers(3);
		// what curl --data-binary sends
		assertThat(push("POST", "/metrics/job/curl/path@base64/L3Zhci90bXA=", "some_metric{a=\"b & c\"} 3.14\n",
				"application/x-www-form-urlencoded")
			.statusCode()).isEqualTo(200);
		assertThat(
				push("PUT", "/metrics/job/curl%20it?x=1&y=%2F", "other_metric 2\n", "application/x-www-form-urlencoded")
					.statusCode())
			.isEqualTo(200);
		String all = scrapeAll();
		assertThat(all).contains("some_metric{a=\"b & c\",instance=\"\",job=\"curl\",path=\"/var/tmp\"} 3.14")
			.contains("other_metric{instance=\"\",job=\"curl it\"} 2");
		assertThat(push("PUT", "/metrics/job/broken", "this is no metric", "text/plain").statusCode()).isEqualTo(400);
		try (Socket odd = new Socket("127.0.0.1", Integer.parseInt(port(0)))) {
			odd.getOutputStream()
				.write("DELETE /metrics/job/a?b=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(odd.getInputStream().readAllBytes()).asString().startsWith("HTTP/1.1 400");
		}
		assertThat(push("PUT", "/metrics/job/odd/label", "m 1\n", "text/plain").statusCode()).isEqualTo(400);
		assertThat(push("DELETE", "/metrics/job/curl/path@base64/L3Zhci90bXA", "", "text/plain").statusCode())
			.isEqualTo(202);
		assertThat(scrapeAll()).doesNotContain("some_metric");
		StringBuilder large = new StringBuilder();
		for (int i = 0; i < 50_000; i++) {
			large.append("large_metric{i=\"").append(i).append("\"} 1\n");
		}
		assertThat(push("PUT", "/metrics/job/large", large.toString(), "text/plain").statusCode()).isEqualTo(200);
	}

	@Test
	void deadGatewayIs503AndNever500UntilItsGroupsGoElsewhere() throws Exception {
		PushgatewayDriver driver = layer("--sm.pushgateway.probe-interval=1m").getBean(PushgatewayDriver.class);
		awaitMembers(3);
		this.servers.get(0).stop();
		Map<Integer, Integer> answers = new TreeMap<>();
		for (int i = 0; i < 40; i++) {
			HttpResponse<String> answer = push("PUT", "/metrics/job/j" + i, "m 1\n", "text/plain");
			answers.merge(answer.statusCode(), 1, Integer::sum);
		}
		assertThat(answers.keySet()).isSubsetOf(200, 502, 503).contains(200, 503);
		driver.wakeUp();
		driver.wakeUp();
		awaitMembers(2);
		assertThat(push("PUT", "/metrics/job/j", "m 1\n", "text/plain").statusCode()).isEqualTo(200);
	}

	@Test
	void clientsCanBeToldWhereToGo() throws Exception {
		layer("--sm.pushgateway.mode=redirect");
		awaitMembers(3);
		HttpResponse<String> answer = push("PUT", "/metrics/job/a%2Fb/x/1?q=%20", "m 1\n", "text/plain");
		assertThat(answer.statusCode()).isEqualTo(400);
		answer = push("PUT", "/metrics/job/a%20b/x/1?q=%20", "m 1\n", "text/plain");
		assertThat(answer.statusCode()).isEqualTo(307);
		assertThat(answer.headers().firstValue("Location").orElseThrow())
			.matches("http://127.0.0.1:\\d+/metrics/job/a%20b/x/1\\?q=%20");
	}

	@Test
	void endpointTellsWhereAGroupGoes() throws Exception {
		layer("--management.endpoints.web.exposure.include=pushgateway");
		awaitMembers(3);
		String base = "http://127.0.0.1:" + port(0) + "/actuator/pushgateway";
		String node = this.layers.get(0)
			.getBean(PushgatewayRouter.class)
			.nodeFor(GroupKey.parse("/metrics/job/j/x/1"))
			.orElseThrow();
		assertThat(get(base)).contains("\"state\":\"member\"", "\"cleaning\":true");
		assertThat(get(base + "?path=/metrics/job/j/x/1/")).contains("\"node\":\"" + node + "\"");
		assertThat(get(base + "?path=/metrics/j")).contains("\"error\":\"'path': ");
	}

	private ConfigurableApplicationContext layer(String... arguments) {
		SpringApplication application = new SpringApplication(Everything.class);
		String gateways = String.join(",", this.servers.stream().map(PushgatewayServer::node).toList());
		application.setDefaultProperties(Map.of("server.port", 0, "server.address", "127.0.0.1",
				"spring.main.banner-mode", "off", "spring.application.name", "layer", "sm.shards.count", 0,
				"sm.pushgateway.enabled", true, "sm.pushgateway.gateways", gateways, "sm.pushgateway.probe-interval",
				"200ms", "sm.pushgateway.settle", "500ms", "sm.coordination.prefix", "/layer-" + hashCode()));
		ConfigurableApplicationContext context = application.run(arguments);
		this.layers.add(context);
		return context;
	}

	private static void addInstance(ConfigurableApplicationContext layer, String node) {
		InstanceProperties instance = new InstanceProperties();
		instance.setServiceId("pushgateway");
		instance.setHost("127.0.0.1");
		instance.setPort(URI.create("http://" + node).getPort());
		layer.getBean(SimpleDiscoveryProperties.class).getInstances().put("pushgateway", List.of(instance));
	}

	private void awaitMembers(int count) {
		eventually().until(() -> this.layers.stream()
			.allMatch((layer) -> layer.getBean(PushgatewayRouter.class).ring().members().size() == count));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

	private void pushAll(int value) throws Exception {
		for (int i = 0; i < 60; i++) {
			String path = (i % 2 == 0) ? "/metrics/job/j" + i + "/a/1/b/2" : "/metrics/job/j" + i + "/b/2/a/1/";
			assertThat(push("PUT", path, "m " + value + "\n", "text/plain").statusCode()).isEqualTo(200);
		}
	}

	private HttpResponse<String> push(String method, String path, String body, String type) throws Exception {
		int layer = Math.floorMod(path.hashCode() + body.hashCode(), this.layers.size());
		return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(layer) + path))
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.header("Content-Type", type)
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private String port(int layer) {
		return this.layers.get(layer).getEnvironment().getProperty("local.server.port");
	}

	private String get(String url) throws Exception {
		return this.http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private String scrapeAll() throws Exception {
		StringBuilder all = new StringBuilder();
		for (PushgatewayServer server : this.servers) {
			all.append(get("http://" + server.node() + "/metrics"));
		}
		return all.toString();
	}

	private long values(int value) throws Exception {
		return scrapeAll().lines().filter((line) -> line.startsWith("m{") && line.endsWith("} " + value)).count();
	}

	/** Which gateways have each group. */
	private Map<GroupKey, Set<String>> copies() throws Exception {
		Map<GroupKey, Set<String>> copies = new HashMap<>();
		for (PushgatewayServer server : this.servers) {
			String text;
			try {
				text = get("http://" + server.node() + "/metrics");
			}
			catch (IOException ex) {
				continue;
			}
			text.lines().filter((line) -> line.startsWith("m{")).forEach((line) -> {
				String job = line.replaceAll(".*job=\"([^\"]*)\".*", "$1");
				copies.computeIfAbsent(GroupKey.parse("/metrics/job/" + job + "/a/1/b/2"), (key) -> new TreeSet<>())
					.add(server.node());
			});
		}
		return copies;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
