package dev.sm.routing.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.sm.routing.client.Owners;
import dev.sm.routing.client.ShardExchangeFilter;
import dev.sm.routing.client.ShardRequest;
import dev.sm.routing.client.ShardRequestInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of two real instances.
 */
@Timeout(60)
class ShardClientTests {

	private static final String PATH = "http://any/path/{key}";

	private RoutedApplication first;

	private RoutedApplication second;

	@BeforeEach
	void start() {
		String prefix = "/clients-" + System.nanoTime();
		this.first = RoutedApplication.start(prefix, "p1", "sm.routing.forward.tell-owner=true");
		this.second = RoutedApplication.start(prefix, "p2", "sm.routing.forward.tell-owner=true");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.first.handler().added.size() == 4 && this.second.handler().added.size() == 4
					&& this.first.manager().assignment().owners().equals(this.second.manager().assignment().owners()));
	}

	@AfterEach
	void stop() {
		this.second.close();
		this.first.close();
	}

	@Test
	void participantsAskTheOwnerWithoutAHop() {
		RestClient rest = rest(this.first.bean(ShardRequestInterceptor.class));
		WebClient web = web(this.first.bean(ShardExchangeFilter.class));
		Paths paths = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
			.build()
			.createClient(Paths.class);
		for (int number = 0; number < 20; number++) {
			String key = "key-" + number;
			assertThat(get(rest, key)).contains("\"hop\":\"null\"").contains("\"key\":\"" + key + "\"");
			assertThat(web.get()
				.uri(PATH, key)
				.attributes(ShardRequest.key(key))
				.retrieve()
				.bodyToMono(String.class)
				.block()).contains("\"hop\":\"null\"");
			assertThat(paths.get(key, key)).contains("\"hop\":\"null\"");
		}
	}

	@Test
	void aProgramThatIsNoParticipantLearnsFromAnswers() {
		RestClient rest = rest(new ShardRequestInterceptor(Owners.learning(List.of(URI.create(this.first.url())))));
		List<String> keys = java.util.stream.IntStream.range(0, 40).mapToObj((number) -> "key-" + number).toList();
		assertThat(keys.stream().map((key) -> get(rest, key)).filter((body) -> !body.contains("\"hop\":\"null\"")))
			.isNotEmpty();
		assertThat(keys.stream().map((key) -> get(rest, key))).allMatch((body) -> body.contains("\"hop\":\"null\""));
	}

	@Test
	void whatItHasLearnedIsCorrectedWhenAnInstanceIsGone() {
		Owners owners = Owners.learning(List.of(URI.create(this.second.url()), URI.create(this.first.url())));
		RestClient rest = rest(new ShardRequestInterceptor(owners));
		WebClient web = web(new ShardExchangeFilter(owners));
		for (int number = 0; number < 20; number++) {
			get(rest, "key-" + number);
		}
		this.second.close();
		for (int number = 0; number < 20; number++) {
			assertThat(get(rest, "key-" + number)).contains("\"at\":\"p1\"");
			assertThat(web.get()
				.uri(PATH, "x" + number)
				.attributes(ShardRequest.key("x" + number))
				.retrieve()
				.bodyToMono(String.class)
				.block()).contains("\"at\":\"p1\"");
		}
	}

	@Test
	void otherRequestsPass() {
		assertThat(rest(this.first.bean(ShardRequestInterceptor.class)).get()
			.uri(this.second.url() + "/shard/0")
			.retrieve()
			.body(String.class)).isIn("p1", "p2");
	}

	private static String get(RestClient client, String key) {
		return client.get().uri(PATH, key).attributes(ShardRequest.key(key)).retrieve().body(String.class);
	}

	private static RestClient rest(ShardRequestInterceptor interceptor) {
		return RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.requestInterceptor(interceptor)
			.build();
	}

	private static WebClient web(ShardExchangeFilter filter) {
		return WebClient.builder().clientConnector(new JdkClientHttpConnector()).filter(filter).build();
	}

	/** An HTTP interface. */
	interface Paths {

		@GetExchange(PATH)
		String get(@PathVariable("key") String key, @RequestAttribute(ShardRequest.KEY) String shardKey);

	}

}
