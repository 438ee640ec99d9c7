package dev.sm.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.sm.cache.ShardedTemplate;
import dev.sm.testkit.RedisServerFixture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the runbook of docs/migration.md says, step by step, with the bodies that
 * stand there, and sees what it says that one sees: an application on four real servers.
 */
@Timeout(120)
class RunbookTests {

	private static final int KEYS = 2000;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@TempDir
	Path folder;

	private final List<RedisServerFixture> servers = new ArrayList<>();

	private ConfigurableApplicationContext application;

	private RestClient client;

	@AfterEach
	void stop() {
		if (this.application != null) {
			SpringApplication.exit(this.application);
		}
		this.servers.forEach(RedisServerFixture::close);
	}

	@Test
	void runbookLeadsFromThreeNodesToFourAndBack() throws IOException {
		Map<String, String> steps = steps();
		start(0);
		ShardedTemplate pool = this.application.getBean(ShardedTemplate.class);
		IntStream.range(0, KEYS).forEach((i) -> pool.set("key" + i, "value" + i));

		assertThat(steps.get("Configure the new node with weight 0")).contains("shows it with share 0");
		assertThat(node("n4")).containsEntry("weight", 0).containsEntry("share", 0.0);

		String plan = body(steps.get("Plan"), "plan");
		Map<String, Object> planned = post(plan, HttpStatus.OK);
		assertThat(planned.keySet()).containsExactlyInAnyOrderElementsOf(fields(steps.get("Plan")));
		assertThat((Double) planned.get("share")).isBetween(0.2, 0.3);
		assertThat(((Number) planned.get("keys")).doubleValue()).isBetween(KEYS * 0.2, KEYS * 0.3);
		assertThat(status()).as("a plan changes nothing").containsEntry("phase", "STABLE");

		assertThat(steps.get("Begin")).contains("\"action\":\"begin\"", "\"mode\":\"active\"");
		String begin = plan.replace("\"plan\"", "\"begin\",\"mode\":\"active\"");
		this.servers.get(3).pause();
		assertThat(post(begin, HttpStatus.CONFLICT).toString()).as("a node that does not answer is named")
			.contains("n4");
		this.servers.get(3).resume();
		assertThat(status()).as("nothing has changed").containsEntry("phase", "STABLE");
		Awaitility.await().atMost(PATIENCE).until(() -> answers(begin));

		assertThat(steps.get("Watch")).contains("`phase`, `moved` and `remaining`");
		assertThat(status()).containsKeys("phase", "moved", "remaining");

		String end = body(steps.get("End"), "end");
		Awaitility.await().atMost(PATIENCE).until(() -> answers(end));
		awaitStable();
		Awaitility.await().atMost(PATIENCE).until(() -> !Objects.equals(node("n4").get("share"), 0.0));
		assertThat(values(pool)).isEqualTo(expected());
		assertThat(this.servers.get(3).execute("DBSIZE")).isNotEqualTo(":0");

		String back = begin.replace("n4=100", "n4=0");
		Awaitility.await().atMost(PATIENCE).until(() -> answers(back));
		post(body(steps.get("Abort"), "abort"), HttpStatus.OK);
		awaitStable();
		assertThat(status().get("to")).as("an abort leads back").isEqualTo(status().get("from"));
		assertThat(values(pool)).isEqualTo(expected());

		start(100);
		assertThat(node("n4")).containsEntry("weight", 100);
	}

	private void start(int weightOfFourth) {
		while (this.servers.size() < 4) {
			this.servers.add(RedisServerFixture.start());
		}
		if (this.application != null) {
			SpringApplication.exit(this.application);
		}
		List<String> properties = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.cloud.gateway.server.webmvc.form-filter.enabled=false",
				"management.endpoints.web.exposure.include=*", "management.endpoint.migration.access=unrestricted",
				"sm.participant.enabled=false", "sm.coordination.raft.data-dir=" + this.folder));
		for (int i = 1; i <= 4; i++) {
			String node = "sm.cache.pools.default.nodes.n" + i;
			properties.add(node + ".url=" + this.servers.get(i - 1).url());
			properties.add(node + ".weight=" + ((i == 4) ? weightOfFourth : 100));
		}
		this.application = new SpringApplicationBuilder(Application.class).properties(properties.toArray(String[]::new))
			.run();
		int port = ((WebServerApplicationContext) this.application).getWebServer().getPort();
		this.client = RestClient.builder()
			.baseUrl("http://127.0.0.1:" + port + "/actuator/")
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	/** The numbered steps and the abort, by their words in bold. */
	private static Map<String, String> steps() throws IOException {
		String page = Files.readString(Path.of("../docs/migration.md"), StandardCharsets.UTF_8);
		String runbook = page.substring(page.indexOf("## A runbook"), page.indexOf("## What one sees"));
		Map<String, String> steps = new LinkedHashMap<>();
		Matcher step = Pattern.compile("(?m)^(?:\\d\\. )?\\*\\*([^*]+)\\*\\*((?:.|\\n)*?)(?=^\\d\\. |^\\*\\*|^To |\\z)")
			.matcher(runbook);
		while (step.find()) {
			steps.put(step.group(1), step.group(2));
		}
		assertThat(steps).hasSize(7);
		return steps;
	}

	/** The JSON of a step that has an action. */
	private static String body(String step, String action) {
		return CODE.matcher(step)
			.results()
			.map((code) -> code.group(1))
			.filter((code) -> code.startsWith("{\"action\":\"" + action + "\""))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no body with action '" + action + "' in: " + step));
	}

	/** The fields of the answer that a step shows. */
	private static List<String> fields(String step) {
		String answer = CODE.matcher(step)
			.results()
			.map((code) -> code.group(1))
			.filter((code) -> code.startsWith("{\"share\""))
			.findFirst()
			.orElseThrow();
		String outer = answer.replaceAll("\\[.*]", "[]");
		return Pattern.compile("\"(\\w+)\":").matcher(outer).results().map((field) -> field.group(1)).toList();
	}

	private Map<String, Object> post(String body, HttpStatus expected) {
		ResponseEntity<Map<String, Object>> answer = send(body);
		assertThat(answer.getStatusCode()).as("%s to %s", answer.getBody(), body).isEqualTo(expected);
		return Objects.requireNonNull(answer.getBody());
	}

	private boolean answers(String body) {
		return send(body).getStatusCode().is2xxSuccessful();
	}

	private ResponseEntity<Map<String, Object>> send(String body) {
		return this.client.post()
			.uri("migration/default")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.toEntity(new ParameterizedTypeReference<>() {
			});
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> status() {
		return (Map<String, Object>) ((Map<String, Object>) get("migration").get("pools")).get("default");
	}

	private void awaitStable() {
		Awaitility.await().atMost(PATIENCE).until(() -> "STABLE".equals(status().get("phase")));
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> node(String name) {
		return ((List<Map<String, Object>>) Objects.requireNonNull(get("continuum/default").get("nodes"))).stream()
			.filter((node) -> name.equals(node.get("name")))
			.findFirst()
			.orElseThrow();
	}

	private Map<String, Object> get(String path) {
		return Objects.requireNonNull(
				this.client.get().uri(path).retrieve().body(new ParameterizedTypeReference<Map<String, Object>>() {
				}));
	}

	private static List<String> values(ShardedTemplate pool) {
		return of((i) -> pool.get("key" + i, String.class));
	}

	private static List<String> expected() {
		return of((i) -> "value" + i);
	}

	private static List<String> of(IntFunction<String> value) {
		return IntStream.range(0, KEYS).mapToObj(value).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
