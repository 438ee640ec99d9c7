package dev.sm.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of sm's own endpoints and of the console are refused before they take memory;
 * those of others are not touched.
 */
@Timeout(60)
class BodyLimitTests {

	private static final String REFUSED = "{\"error\":\"the body must have at most 1048576 bytes\"}";

	private static final String DRAIN = "{\"action\":\"drain\",\"participant\":\"nobody\"}";

	private static final HttpClient client = HttpClient.newHttpClient();

	/** Endpoints beside the application, and on a port of their own. */
	private static ConfigurableApplicationContext beside;

	private static ConfigurableApplicationContext apart;

	@BeforeAll
	static void start() {
		beside = start("management.endpoints.web.path-mapping.shards=owners");
		apart = start("management.server.port=0");
	}

	private static ConfigurableApplicationContext start(String property) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.application.name=orders", "sm.shards.count=2", "sm.coordination.type=local",
					"sm.console.enabled=true", "sm.console.read-only=false", "spring.cloud.consul.enabled=false",
					"management.endpoints.web.exposure.include=*", "management.endpoints.access.default=unrestricted",
					property)
			.run();
	}

	@AfterAll
	static void stop() {
		apart.close();
		beside.close();
	}

	private static String url(String server) {
		ConfigurableApplicationContext context = server.equals("apart") ? apart : beside;
		String port = server.equals("apart") ? "local.management.port" : "local.server.port";
		return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(port);
	}

	@ParameterizedTest
	@CsvSource({ "beside, /actuator/owners/orders", "beside, /actuator/migration/default",
			"beside, /sm/console/api/operations", "apart, /actuator/shards/orders",
			"apart, /actuator/migration/default" })
	void oneByteMoreThanMayBeIsRefused(String server, String path) throws Exception {
		byte[] longest = (DRAIN + " ".repeat(BodyLimit.MAX - DRAIN.length())).getBytes(StandardCharsets.UTF_8);
		byte[] tooLong = (DRAIN + " ".repeat(BodyLimit.MAX - DRAIN.length() + 1)).getBytes(StandardCharsets.UTF_8);
		for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(tooLong),
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong)))) {
			HttpResponse<String> answer = post(server, path, body);
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
			assertThat(answer.body()).isEqualTo(REFUSED);
		}
		assertThat(post(server, path, BodyPublishers.ofByteArray(longest)).statusCode()).isIn(400, 404, 409);
	}

	/** Only its first byte is waited for. */
	@Test
	void aLengthThatIsAnnouncedIsRefusedAtOnce() throws IOException {
		URI server = URI.create(url("beside"));
		try (Socket socket = new Socket(server.getHost(), server.getPort())) {
			socket.getOutputStream()
				.write(("POST /actuator/migration/default HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Content-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{")
					.getBytes(StandardCharsets.US_ASCII));
			byte[] begin = socket.getInputStream().readNBytes(12);
			assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
		}
	}

	@Test
	void whatIsNotOursIsNotTouched() throws Exception {
		BodyPublisher large = BodyPublishers.ofString("{\"text\":\"" + "x".repeat(2 * BodyLimit.MAX) + "\"}");
		assertThat(post("beside", "/actuator/theirs", large).body()).isEqualTo("2097152");
		assertThat(post("beside", "/theirs", large).body()).isEqualTo("2097163");
		assertThat(post("apart", "/actuator/theirs", large).body()).isEqualTo("2097152");
	}

	private static HttpResponse<String> post(String server, String path, BodyPublisher body)
			throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(URI.create(url(server) + path))
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", "application/json")
			.header("X-Sm-Console", "1")
			.POST(body)
			.build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Theirs.class, TheirEndpoint.class })
	static class Application {

	}

	@RestController
	static class Theirs {

		@PostMapping("/theirs")
		int length(@RequestBody String text) {
			return text.length();
		}

	}

	@Endpoint(id = "theirs")
	static class TheirEndpoint {

		@WriteOperation
		public int length(String text) {
			return text.length();
		}

	}

}
