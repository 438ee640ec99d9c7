package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Short requests to servers that are named by host and port. Thread-safe.
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

	JsonNode get(String server, String path) throws IOException {
		return json.readTree(send(request(server, path).GET()).body());
	}

	JsonNode post(String server, String path, String body) throws IOException {
		return json.readTree(send(request(server, path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))).body());
	}

	JsonNode getWithToken(String server, String path, String token) throws IOException {
		return json.readTree(send(request(server, path).header("Authorization", "Bearer " + token).GET()).body());
	}

	/** The body of an answer with status 200, else {@code null}. */
	@Nullable String readWithToken(String server, String path, String token) throws IOException {
		HttpResponse<String> answer = send(request(server, path).header("Authorization", "Bearer " + token).GET());
		return (answer.statusCode() == 200) ? answer.body() : null;
	}

	int putWithToken(String server, String path, String body, String token) throws IOException {
		return send(request(server, path).header("Authorization", "Bearer " + token)
			.PUT(HttpRequest.BodyPublishers.ofString(body))).statusCode();
	}

	String text(String server, String path) throws IOException {
		return send(request(server, path).GET()).body();
	}

	int status(String server, String path) throws IOException {
		return send(request(server, path).GET()).statusCode();
	}

	int post(String server, String path) throws IOException {
		return send(request(server, path).POST(HttpRequest.BodyPublishers.noBody())).statusCode();
	}

	int postWithKey(String server, String path, String key) throws IOException {
		return send(request(server, path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.noBody()))
			.statusCode();
	}

	private HttpRequest.Builder request(String server, String path) {
		return HttpRequest.newBuilder(URI.create("http://" + server + path)).timeout(this.timeout);
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
