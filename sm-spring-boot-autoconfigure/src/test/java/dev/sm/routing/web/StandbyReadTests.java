package dev.sm.routing.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import dev.sm.routing.client.ShardExchangeFilter;
import dev.sm.routing.client.ShardRequest;
import dev.sm.routing.client.ShardRequestInterceptor;
import dev.sm.shard.ShardSpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Reads that a standby may answer, with three real instances.
 */
@Timeout(60)
class StandbyReadTests {

	private static final String PATH = "http://owner/standby/copied";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private List<RoutedApplication> instances = List.of();

	private RoutedApplication owner;

	private RoutedApplication standby;

	private RoutedApplication other;

	@BeforeEach
	void start() {
		String prefix = "/standbys-" + System.nanoTime();
		this.instances = List.of("p1", "p2", "p3")
			.stream()
			.map((id) -> RoutedApplication.start(prefix, id, "sm.routing.forward.owner-wait=1s"))
			.toList();
		this.instances.get(0).manager().add(ShardSpec.builder("copied").standbys(1).build());
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.instances.stream().allMatch((each) -> owners(each).size() == 2)
					&& this.instances.stream().anyMatch((each) -> each.handler().added.contains("copied")));
		List<ShardOwner> owners = owners(this.instances.get(0));
		this.owner = instance(owners.get(0).participantId());
		this.standby = instance(owners.get(1).participantId());
		this.other = this.instances.stream()
			.filter((each) -> each != this.owner && each != this.standby)
			.findFirst()
			.orElseThrow();
	}

	@AfterEach
	void stop() {
		this.instances.forEach(RoutedApplication::close);
	}

	@Test
	void aStandbyAnswersWhatSaysThatItMay() throws Exception {
		assertThat(get(this.standby, "standby", "Sm-Read", "standby")).isEqualTo(id(this.standby));
		assertThat(get(this.other, "standby", "Sm-Read", "standby")).isEqualTo(id(this.owner));
	}

	@Test
	void nobodyElseAnswersInPlaceOfTheOwner() throws Exception {
		assertThat(get(this.standby, "standby", "Sm-Read", "owner")).isEqualTo(id(this.owner));
		assertThat(get(this.standby, "shard", "Sm-Read", "standby")).isEqualTo(id(this.owner));
	}

	@Test
	void clientsAskAStandbyWhenTheOwnerDoesNotAnswer() {
		RestClient rest = RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.requestInterceptor(this.other.bean(ShardRequestInterceptor.class))
			.build();
		WebClient web = WebClient.builder()
			.clientConnector(new JdkClientHttpConnector())
			.filter(this.other.bean(ShardExchangeFilter.class))
			.build();
		assertThat(rest.get().uri(PATH).attributes(standby()).retrieve().body(String.class)).isEqualTo(id(this.owner));
		this.owner.stopWebServer();
		assertThat(rest.get().uri(PATH).attributes(standby()).retrieve().body(String.class))
			.isEqualTo(id(this.standby));
		assertThat(web.get().uri(PATH).attributes(standby()).retrieve().bodyToMono(String.class).block())
			.isEqualTo(id(this.standby));
		assertThatException().isThrownBy(
				() -> rest.get().uri(PATH).attributes(ShardRequest.shard("copied")).retrieve().body(String.class));
	}

	private static java.util.function.Consumer<java.util.Map<String, Object>> standby() {
		return ShardRequest.shard("copied").andThen(ShardRequest.standby());
	}

	private String get(RoutedApplication instance, String path, String header, String value)
			throws IOException, InterruptedException {
		return this.http
			.send(HttpRequest.newBuilder(URI.create(instance.url() + "/" + path + "/copied"))
				.header(header, value)
				.build(), BodyHandlers.ofString())
			.body();
	}

	private static List<ShardOwner> owners(RoutedApplication instance) {
		return instance.bean(ShardRouter.class).ownersOf("copied");
	}

	private RoutedApplication instance(String participantId) {
		return this.instances.get(Integer.parseInt(participantId.substring(1)) - 1);
	}

	private String id(RoutedApplication instance) {
		return "p" + (this.instances.indexOf(instance) + 1);
	}

}
