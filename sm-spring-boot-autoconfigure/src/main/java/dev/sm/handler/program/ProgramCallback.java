package dev.sm.handler.program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * Passes on to a program, by HTTP, what a shard handler is told. A call takes as long as
 * the program does, and ends when its thread is interrupted. What the program answers
 * with 200 is done; everything else, and no answer, is a failure like an exception of a
 * handler. Thread-safe.
 */
public final class ProgramCallback implements ShardCallback {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	private static final int MAX_ANSWER = 4096;

	private static final JsonWriter<Map<String, Object>> JSON = JsonWriter.standard();

	private final URI url;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.proxy(HttpClient.Builder.NO_PROXY)
		.connectTimeout(CONNECT_TIMEOUT)
		.build();

	/**
	 * Creates a callback.
	 * @param url where the program serves, without a path or with the one before
	 * {@code /sm/admin}
	 */
	public ProgramCallback(URI url) {
		this.url = url;
	}

	@Override
	public void add(Shard shard) throws IOException, InterruptedException {
		require(send("add-shard", shard), shard);
	}

	/** A program that does not know the shard (404) has nothing to drop. */
	@Override
	public void drop(Shard shard) throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = send("drop-shard", shard);
		if (answer.statusCode() != 404) {
			require(answer, shard);
		}
	}

	/** A program need not tell loads. */
	@Override
	public ShardLoad load(Shard shard) throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = send("load-shard", shard);
		if (answer.statusCode() != 200) {
			return ShardLoad.none();
		}
		try {
			Object load = JsonParserFactory.getJsonParser().parseMap(text(answer)).get("load");
			return (load instanceof Number number) ? ShardLoad.of(number.doubleValue()) : ShardLoad.none();
		}
		catch (JsonParseException ex) {
			return ShardLoad.none();
		}
	}

	private HttpResponse<byte[]> send(String verb, Shard shard) throws IOException, InterruptedException {
		String base = this.url.toString();
		URI uri = URI.create((base.endsWith("/") ? base : base + "/") + "sm/admin/" + verb);
		HttpRequest request = HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JSON.writeToString(message(shard)), StandardCharsets.UTF_8))
			.build();
		return this.client.send(request, BodyHandlers.ofByteArray());
	}

	/**
	 * What the containers of the program "sm" by entertainment-venue take, and the epoch.
	 */
	private static Map<String, Object> message(Shard shard) {
		Map<String, Object> lease = new LinkedHashMap<>();
		lease.put("id", shard.epoch());
		lease.put("expire", Long.MAX_VALUE);
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("id", shard.id());
		spec.put("service", shard.service());
		spec.put("task", (shard.task() != null) ? shard.task() : "");
		spec.put("updateTime", System.currentTimeMillis() / 1000);
		spec.put("manualContainerId", "");
		spec.put("group", "");
		spec.put("workerGroup", "");
		spec.put("lease", lease);
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("id", shard.id());
		message.put("spec", spec);
		message.put("epoch", shard.epoch());
		return message;
	}

	private void require(HttpResponse<byte[]> answer, Shard shard) throws IOException {
		if (answer.statusCode() != 200) {
			throw new IOException("the program at " + this.url + " answered " + answer.statusCode() + " for shard '"
					+ shard.id() + "' of service '" + shard.service() + "': " + text(answer));
		}
	}

	private static String text(HttpResponse<byte[]> answer) {
		byte[] body = answer.body();
		return new String(body, 0, Math.min(body.length, MAX_ANSWER), StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "program at " + this.url;
	}

}
