package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Short requests on loopback. Thread-safe.
 */
final class Http {

	private static final JsonMapper json = JsonMapper.builder().build();

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(1))
		.build();

	private final Duration timeout;

	Http(Duration timeout) {
		this.timeout = timeout;
	}

	JsonNode get(int port, String path) throws IOException {
		return json.readTree(send(request(port, path).GET()).body());
	}

	JsonNode post(int port, String path, String body) throws IOException {
		return json.readTree(send(request(port, path).POST(HttpRequest.BodyPublishers.ofString(body))).body());
	}

	int postWithKey(int port, String path, String key) throws IOException {
		return send(request(port, path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.noBody()))
			.statusCode();
	}

	private HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(this.timeout);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
