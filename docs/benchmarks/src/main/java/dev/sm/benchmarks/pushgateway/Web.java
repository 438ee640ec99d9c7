package dev.sm.benchmarks.pushgateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plain requests.
 */
final class Web {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	JsonNode json(String url) throws IOException {
		return JSON.readTree(send(HttpRequest.newBuilder(URI.create(url))).body());
	}

	int put(String url, String body) throws IOException {
		return send(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofString(body)))
			.statusCode();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
		try {
			return this.client.send(request.timeout(Duration.ofMinutes(1)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void awaitOk(String url) {
		await(url, Duration.ofMinutes(10), () -> send(HttpRequest.newBuilder(URI.create(url))).statusCode() == 200);
	}

	/**
	 * Waits for something.
	 * @param what for people
	 * @param atMost how long
	 * @param condition what is waited for; what it throws counts as not yet
	 * @return how long it took, in seconds
	 */
	static double await(String what, Duration atMost, Condition condition) {
		long start = System.nanoTime();
		String last = "";
		while (System.nanoTime() - start < atMost.toNanos()) {
			try {
				if (condition.holds()) {
					return (System.nanoTime() - start) / 1e9;
				}
			}
			catch (IOException ex) {
				last = ": " + ex;
			}
			try {
				TimeUnit.MILLISECONDS.sleep(50);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw new IllegalStateException("not within " + atMost.toSeconds() + " s: " + what + last);
	}

	/** Something that is waited for. */
	@FunctionalInterface
	interface Condition {

		boolean holds() throws IOException;

	}

}
