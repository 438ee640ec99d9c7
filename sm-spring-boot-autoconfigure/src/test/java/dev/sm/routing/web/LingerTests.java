package dev.sm.routing.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.routing.client.Owners;
import dev.sm.routing.client.ShardRequest;
import dev.sm.routing.client.ShardRequestInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that has handed off its shards answers until its clients have gone.
 */
@Timeout(60)
class LingerTests {

	private static final String LINGER = "sm.routing.forward.linger=20s";

	private static final String TELL = "sm.routing.forward.tell-owner=true";

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private RoutedApplication first;

	private RoutedApplication second;

	@BeforeEach
	void start() {
		String prefix = "/linger-" + System.nanoTime();
		this.first = RoutedApplication.start(prefix, "p1", LINGER, TELL);
		this.second = RoutedApplication.start(prefix, "p2", LINGER, TELL);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.first.handler().added.size() == 4 && this.second.handler().added.size() == 4
					&& this.first.manager().assignment().owners().equals(this.second.manager().assignment().owners()));
	}

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
		this.first.close();
		this.second.close();
	}

	@Test
	void noRequestOfAClientThatLearnsFails() throws Exception {
		RestClient client = learning();
		AtomicInteger sent = new AtomicInteger();
		AtomicBoolean over = new AtomicBoolean();
		List<Future<?>> clients = List.of(this.executor.submit(() -> post(client, sent, over)),
				this.executor.submit(() -> post(client, sent, over)));
		Awaitility.await().until(() -> sent.get() > 50 || clients.stream().anyMatch(Future::isDone));
		this.first.close();
		int before = sent.get();
		Awaitility.await().until(() -> sent.get() > before + 20 || clients.stream().anyMatch(Future::isDone));
		over.set(true);
		for (Future<?> each : clients) {
			// throws what has failed
			each.get();
		}
	}

	@Test
	void forwardsAndSaysThatItLeavesUntilNobodyAsks() throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.first::close, this.executor);
		HttpResponse<String> answer = get(client);
		while (this.second.manager().held().size() < 8 || answer.headers().firstValue("Sm-Leaving").isEmpty()) {
			answer = get(client);
		}
		answer = get(client);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"at\":\"p2\"");
		assertThat(answer.headers().firstValue("Connection")).contains("close");
		assertThat(answer.headers().allValues("Sm-Leaving")).containsExactly("true");
		stopped.join();
	}

	private HttpResponse<String> get(HttpClient client) throws Exception {
		return client.send(
				HttpRequest.newBuilder(URI.create(this.first.url() + "/path/a")).header("Sm-Client", "1").build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private RestClient learning() {
		Owners owners = Owners.learning(List.of(URI.create(this.first.url()), URI.create(this.second.url())));
		return RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.requestInterceptor(new ShardRequestInterceptor(owners))
			.build();
	}

	private static void post(RestClient client, AtomicInteger sent, AtomicBoolean over) {
		while (!over.get()) {
			String shard = Integer.toString(sent.incrementAndGet() % 8);
			client.post()
				.uri("http://any/body/{shard}", shard)
				.attributes(ShardRequest.shard(shard))
				.body("anything")
				.retrieve()
				.toBodilessEntity();
		}
	}

}
