package dev.sm.sample;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * One instance, with the profile that README's run command uses and the real data.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("demo")
class SampleApplicationTests {

	private static final long REAL_TOTAL = 473_323_020_332L;

	private final SampleClient client;

	SampleApplicationTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@Test
	void importsTheRealDataOnStart() {
		Map<String, Object> totals = body(this.client.get("/counts"));
		assertThat(((Number) totals.get("names")).longValue()).isGreaterThanOrEqualTo(5000);
		assertThat(((Number) totals.get("total")).longValue()).isGreaterThanOrEqualTo(REAL_TOTAL);
		assertThat(totals).containsEntry("complete", true).hasSize(3);
	}

	@Test
	void tellsTheLargest() {
		List<Map<String, Object>> top = this.client.list("/top?n=2");
		assertThat(top).extracting("name").containsExactly("semver", "ansi-styles");
		assertThat(top).extracting("count").containsExactly(2399072936L, 2165311120L);
	}

	@Test
	void addsToANameWithSlashes() {
		assertThat(body(this.client.add("@scope/pkg/deep", 3)))
			.isEqualTo(Map.of("name", "@scope/pkg/deep", "count", 3));
		assertThat(body(this.client.add("@scope/pkg/deep", 4))).containsEntry("count", 7);
		assertThat(body(this.client.get("/counts/@scope/pkg/deep"))).containsEntry("count", 7);
	}

	@Test
	void takesANameAsItWasSent() {
		for (String path : List.of("a;b", "a%3Bb;c=d/e", "//a", "..", "a/../b", "a%25b", "a+b%20c", "%C3%A9")) {
			String name = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
			assertThat(body(this.client.post("/counts/" + path, MediaType.TEXT_PLAIN, "")))
				.isEqualTo(Map.of("name", name, "count", 1));
		}
	}

	@Test
	void refusesToCountWithoutAName() {
		for (String path : List.of("/counts", "/counts/", "/counts/%20")) {
			ResponseEntity<Map<String, Object>> answer = this.client.post(path, MediaType.TEXT_PLAIN, "");
			assertThat(answer.getStatusCode().value()).as(path).isEqualTo(400);
			assertThat(body(answer).get("error").toString()).contains("name");
		}
	}

	@Test
	void aRetryWithAnIdempotencyKeyAddsOnce() {
		assertThat(body(this.client.add("test/once", 5, "Idempotency-Key", "k1"))).containsEntry("count", 5);
		assertThat(body(this.client.add("test/once", 1, "Idempotency-Key", "k2"))).containsEntry("count", 6);
		assertThat(body(this.client.add("test/once", 5, "Idempotency-Key", "k1"))).containsEntry("count", 5);
		assertThat(body(this.client.get("/counts/test/once"))).containsEntry("count", 6);
	}

	@Test
	void aNameThatNobodyCountedIsZero() {
		assertThat(body(this.client.get("/counts/never-seen"))).isEqualTo(Map.of("name", "never-seen", "count", 0));
	}

	@Test
	void refusesNumbersThatAreNone() {
		for (Object by : List.of("x", "0", "-1", "1.5", "9223372036854775808", "1000000000001")) {
			ResponseEntity<Map<String, Object>> answer = this.client.add("test/refused", by);
			assertThat(answer.getStatusCode().value()).as("by=" + by).isEqualTo(400);
			assertThat(body(answer).get("error").toString()).contains("by");
		}
		assertThat(body(this.client.get("/counts/test/refused"))).containsEntry("count", 0);
	}

	@Test
	void importsTwiceWithoutChange() {
		String lines = "test/left\t10\ntest/right\t20\ntest/left\t11\n";
		for (int time = 0; time < 2; time++) {
			Map<String, Object> result = body(this.client.post("/import", MediaType.TEXT_PLAIN, lines));
			assertThat(result).containsEntry("lines", 3)
				.containsEntry("total", 41)
				.containsEntry("rejected", List.of());
		}
		assertThat(body(this.client.add("test/left", 1))).containsEntry("count", 12);
		this.client.post("/import", MediaType.TEXT_PLAIN, lines);
		assertThat(body(this.client.get("/counts/test/left"))).containsEntry("count", 12);
	}

	@Test
	void rejectsGarbageLineByLine() {
		byte[] lines = concat("good\t1\n", "no tab\n", "neg\t-1\n", "\t5\n", "big\t99999999999999999999\n",
				"ctrl\u0001\t1\n", "x".repeat(100_000) + "\t1\n", "\n", "also good\t2");
		lines[1] = (byte) 0xff;
		Map<String, Object> result = body(this.client.post("/import", MediaType.APPLICATION_OCTET_STREAM, lines));
		assertThat(result).containsEntry("lines", 9).containsEntry("total", 2);
		assertThat(result.get("rejected")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.extracting("line")
			.containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
		assertThat(body(this.client.get("/counts/also%20good"))).containsEntry("count", 2);
	}

	@Test
	@SuppressWarnings("unchecked")
	void tellsWhatItIsMadeOf() {
		Map<String, Object> sbom = body(this.client.get("/actuator/sbom/application"));
		assertThat(sbom).containsEntry("bomFormat", "CycloneDX");
		assertThat((List<Map<String, Object>>) sbom.get("components")).extracting("name")
			.contains("sm-spring-boot-autoconfigure", "lettuce-core", "jetcd-grpc")
			.doesNotContain("junit-jupiter", "embedded-redis");
	}

	@Test
	@SuppressWarnings("unchecked")
	void holdsAllShards() {
		Map<String, Object> services = (Map<String, Object>) body(this.client.get("/actuator/shards")).get("services");
		Map<String, Object> service = (Map<String, Object>) services.get("sample");
		assertThat(service).containsEntry("total", 64);
		assertThat((List<Map<String, Object>>) service.get("shards")).hasSize(64)
			.allSatisfy((shard) -> assertThat(shard).containsEntry("state", "HELD"));
	}

	@Test
	@SuppressWarnings("unchecked")
	void theNodesShareAll() {
		Map<String, Object> continua = (Map<String, Object>) body(this.client.get("/actuator/continuum"))
			.get("continua");
		List<Map<String, Object>> nodes = (List<Map<String, Object>>) ((Map<String, Object>) continua.get("default"))
			.get("nodes");
		assertThat(nodes).extracting("name").containsExactly("n1", "n2", "n3");
		assertThat(nodes.stream().mapToDouble((node) -> ((Number) node.get("share")).doubleValue()).sum()).isCloseTo(1,
				within(1e-9));
	}

	@Test
	void aMigrationToANodeThatIsNotConfiguredIsRefusedWithAReason() {
		ResponseEntity<Map<String, Object>> answer = migrate(
				Map.of("action", "begin", "nodes", "n1=1,n9=1", "mode", "active"));
		assertThat(answer.getStatusCode().is4xxClientError()).isTrue();
		assertThat(body(answer)).containsKey("error");
	}

	@Test
	@SuppressWarnings("unchecked")
	void migratesWhatItHasCounted() {
		assertThat(migrate(Map.of("action", "begin", "nodes", "n1=100,n3=100", "mode", "active")).getStatusCode()
			.is2xxSuccessful()).isTrue();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> migrate(Map.of("action", "end")).getStatusCode().is2xxSuccessful());
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			Map<String, Map<String, Object>> pools = (Map<String, Map<String, Object>>) body(
					this.client.get("/actuator/migration"))
				.get("pools");
			assertThat(pools.get("default")).containsEntry("phase", "STABLE");
		});
		importsTheRealDataOnStart();
		tellsTheLargest();
	}

	private ResponseEntity<Map<String, Object>> migrate(Map<String, Object> action) {
		return this.client.post("/actuator/migration/default", MediaType.APPLICATION_JSON, new HashMap<>(action));
	}

	@Test
	void meetsPrometheus() {
		assertThat(this.client.text("/actuator/prometheus")).contains("sm_shards");
	}

	@Test
	void isHealthy() {
		assertThat(body(this.client.get("/actuator/health"))).containsEntry("status", "UP");
	}

	private static Map<String, Object> body(ResponseEntity<Map<String, Object>> answer) {
		Map<String, Object> body = answer.getBody();
		assertThat(body).as("body of %s", answer.getStatusCode()).isNotNull();
		return body;
	}

	private static byte[] concat(String... lines) {
		return String.join("", lines).getBytes(StandardCharsets.UTF_8);
	}

}
