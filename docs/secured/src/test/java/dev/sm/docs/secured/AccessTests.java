package dev.sm.docs.secured;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real Spring Security before endpoints, console, and keys of a Raft group: one
 * application where writing is allowed, and one where it is not.
 */
@Timeout(300)
class AccessTests {

	private static final String DRAIN = "{\"action\":\"drain\",\"participant\":\"me\"}";

	private static final String RESUME = "{\"action\":\"resume\",\"participant\":\"me\"}";

	private static final String ORDER = "{\"action\":\"drain\",\"service\":\"orders\",\"participant\":\"me\"}";

	@TempDir
	private static Path folder;

	private static ConfigurableApplicationContext writable;

	private static ConfigurableApplicationContext readOnly;

	@BeforeAll
	static void start() {
		writable = run("--management.endpoint.shards.access=unrestricted",
				"--management.endpoint.migration.access=unrestricted", "--sm.console.read-only=false",
				"--sm.coordination.type=raft", "--sm.coordination.raft.data-dir=" + folder,
				"--sm.coordination.raft.address=localhost:" + TestSocketUtils.findAvailableTcpPort(),
				"--sm.coordination.raft.http.enabled=true", "--sm.cache.pools.default.allow-private-nodes=true");
		readOnly = run("--sm.coordination.type=local");
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> as("viewer").get("/actuator/shards").body().contains("\"owner\":\"me\""));
	}

	@AfterAll
	static void stop() {
		readOnly.close();
		writable.close();
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(SecuredApplication.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.application.name=orders",
					"sm.participant.id=me", "sm.shards.count=4", "sm.console.enabled=true",
					"management.endpoints.web.exposure.include=*", "sm.cache.pools.default.nodes.n1.url=memory:")
			.run(arguments);
	}

	private static Visitor as(String name) {
		return new Visitor(writable, name);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/actuator/shards", "/actuator/shards/orders", "/actuator/migration", "/actuator/continuum",
					"/actuator/continuum/default?key=k", "/sm/console/", "/sm/console/api/rights", "/sm/raft" })
	void whoeverHasANameMayRead(String path) {
		assertThat(as(null).get(path).statusCode()).isEqualTo(401);
		assertThat(as("viewer").get(path).statusCode()).isEqualTo(200);
		assertThat(as("operator").get(path).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			POST   | /actuator/shards/orders     | {"action":"update","shard":"1","weight":2}
			POST   | /actuator/migration/default | {"action":"plan","nodes":"n1=100"}
			PUT    | /sm/kv/a                    | b
			DELETE | /sm/kv/a                    |
			POST   | /sm/lease/grant?ttl=5&name=n |
			""")
	void writingTakesTheRole(String method, String path, String body) {
		assertThat(write(as(null), method, path, body).statusCode()).isEqualTo(401);
		assertThat(write(as("viewer"), method, path, body).statusCode()).isEqualTo(403);
		HttpResponse<String> done = write(as("operator"), method, path, body);
		assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
	}

	/** Most are refused for another reason then, which takes somebody who may. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/actuator/shards/orders     | {"action":"add"}
			/actuator/shards/orders     | {"action":"remove"}
			/actuator/shards/orders     | {"action":"move","shard":"1","participant":"nobody"}
			/actuator/shards/orders     | {"action":"drain"}
			/actuator/shards/orders     | {"action":"resume"}
			/actuator/shards/orders     | {}
			/actuator/shards/nothing    | {"action":"drain"}
			/actuator/migration/default | {"action":"begin","nodes":"n9=1","mode":"active"}
			/actuator/migration/default | {"action":"end"}
			/actuator/migration/default | {"action":"abort"}
			/actuator/migration/nothing | {}
			/sm/lease/keepalive/none    |
			/sm/lease/revoke/none       |
			/sm/lease/timetolive/none   |
			/sm/lease/kv/a              |
			/sm/raft/join               | {"id":"x","raftAddr":"nonsense"}
			/sm/raft/leave              | {"id":"nobody"}
			""")
	void noWriteIsLookedAtBeforeTheRole(String path, String body) {
		assertThat(write(as(null), "POST", path, body).statusCode()).isEqualTo(401);
		assertThat(write(as("viewer"), "POST", path, body).statusCode()).isEqualTo(403);
		assertThat(write(as("operator"), "POST", path, body).statusCode()).isNotIn(401, 403);
	}

	private static HttpResponse<String> write(Visitor visitor, String method, String path, String body) {
		return (body != null && body.startsWith("{")) ? visitor.post(path, body)
				: visitor.send(method, path, (body != null) ? body : "");
	}

	@Test
	void refusalsNameTheRole() {
		assertThat(as("viewer").post("/actuator/shards/orders", DRAIN).body())
			.contains("writing takes the role 'SM_OPERATOR'");
		assertThat(as("viewer").post("/actuator/migration/default", "{\"action\":\"abort\"}").body())
			.contains("writing takes the role 'SM_OPERATOR'");
		assertThat(as("viewer").post("/sm/raft/leave", "{\"id\":\"nobody\"}").statusCode()).isEqualTo(403);
		assertThat(as("viewer").get("/actuator/shards").body()).doesNotContain("DRAINING");
	}

	@Test
	void theConsoleTakesTheRoleTheTokenAndThePagesHeader() throws IOException {
		Visitor operator = as("operator");
		JsonNode rights = rights(operator);
		assertThat(rights.path("operator").asBoolean()).isTrue();
		String header = rights.path("csrfHeader").asString();
		String token = rights.path("csrfToken").asString();
		assertThat(token).isNotEmpty();
		String path = "/sm/console/api/operations";
		assertThat(as(null).post(path, ORDER, "X-Sm-Console", "1").statusCode()).isIn(401, 403);
		assertThat(operator.post(path, ORDER, "X-Sm-Console", "1").statusCode()).as("without the token").isIn(401, 403);
		assertThat(operator.post(path, ORDER, header, token).statusCode()).as("without the header").isEqualTo(403);
		HttpResponse<String> done = operator.post(path, ORDER, header, token, "X-Sm-Console", "1");
		assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
		assertThat(operator.post("/actuator/shards/orders", RESUME).statusCode()).isEqualTo(200);
		Visitor viewer = as("viewer");
		JsonNode less = rights(viewer);
		assertThat(less.path("operator").asBoolean()).isFalse();
		assertThat(viewer
			.post(path, ORDER, less.path("csrfHeader").asString(), less.path("csrfToken").asString(), "X-Sm-Console",
					"1")
			.statusCode()).isEqualTo(403);
	}

	private static JsonNode rights(Visitor visitor) {
		return JsonMapper.shared().readTree(visitor.get("/sm/console/api/rights").body());
	}

	@Test
	void thePageKeepsItsPolicyAndItsEvents() throws IOException {
		HttpResponse<String> page = as("viewer").get("/sm/console/");
		assertThat(page.headers().allValues("Content-Security-Policy")).singleElement()
			.asString()
			.contains("default-src 'none'")
			.doesNotContain("unsafe");
		HttpResponse<InputStream> events = as("viewer").get("/sm/console/api/events", BodyHandlers.ofInputStream());
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
			assertThat(events.statusCode()).isEqualTo(200);
			assertThat(lines.readLine()).isNotNull();
		}
		assertThat(as(null).get("/sm/console/api/events").statusCode()).isEqualTo(401);
	}

	@Test
	void theRoleAloneAllowsNothing() {
		Visitor operator = new Visitor(readOnly, "operator");
		assertThat(operator.get("/actuator/shards").statusCode()).isEqualTo(200);
		assertThat(operator.post("/actuator/shards/orders", DRAIN).statusCode()).isEqualTo(405);
		assertThat(operator.post("/actuator/migration/default", "{\"action\":\"abort\"}").statusCode()).isIn(404, 405);
		JsonNode rights = rights(operator);
		assertThat(rights.path("operator").asBoolean()).isFalse();
		assertThat(operator
			.post("/sm/console/api/operations", ORDER, rights.path("csrfHeader").asString(),
					rights.path("csrfToken").asString(), "X-Sm-Console", "1")
			.body()).contains("the console only shows; set 'sm.console.read-only' to false");
		assertThat(operator.send("PUT", "/sm/kv/a", "b").statusCode()).isIn(404, 405);
	}

}
