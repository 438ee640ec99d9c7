package dev.sm.routing.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sm.routing.ShardRouter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests reach their owner where the application sets up Spring MVC by itself, which
 * then asks no configurer.
 */
@Timeout(60)
class OwnMvcForwardingTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	private static RoutedApplication first;

	private static RoutedApplication second;

	@BeforeAll
	static void start() {
		String[] properties = { "spring.main.sources=" + OwnMvc.class.getName(), "sm.routing.forward.owner-wait=5s",
				"sm.routing.forward.routes.configured.path=/configured/{shard}",
				"sm.routing.forward.routes.configured.key=path:shard",
				"sm.routing.forward.routes.configured.shard-id=true" };
		first = RoutedApplication.start("/own-mvc", "p1", properties);
		second = RoutedApplication.start("/own-mvc", "p2", properties);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> first.manager().held().size() == 4 && second.manager().held().size() == 4
					&& List.of(first, second)
						.stream()
						.allMatch((instance) -> List.of("p1", "p2")
							.contains(instance.bean(ShardRouter.class).ownerOf("0").orElseThrow().participantId())));
	}

	@AfterAll
	static void stop() {
		second.close();
		first.close();
	}

	@Test
	void theOwnerAnswersWhereverTheKeyIsAndWhateverMapsThePath() throws Exception {
		for (String shard : List.of("0", "1", "2", "3", "4", "5", "6", "7")) {
			String owner = first.manager().held().stream().anyMatch((held) -> held.id().equals(shard)) ? "p1" : "p2";
			for (RoutedApplication instance : List.of(first, second)) {
				for (String path : List.of("/shard/", "/lost/", "/again/shard/")) {
					assertThat(get(instance, path + shard).body()).as(path + shard).isEqualTo(owner);
				}
				assertThat(get(instance, "/configured/" + shard).body()).isEqualTo(owner);
			}
		}
	}

	@Test
	void aMethodThatHasLostItsShardIsAskedAgain() throws Exception {
		String shard = first.manager().held().iterator().next().id();
		first.controller().notHeldFor = shard;
		HttpResponse<String> answer = get(first, "/lost/" + shard);
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("{\"error\":");
		assertThat(get(first, "/lost/" + shard).body()).isEqualTo("p1");
	}

	@Test
	void anInstanceThatLeavesSaysSo() throws Exception {
		first.say(ReadinessState.REFUSING_TRAFFIC);
		try {
			assertThat(get(first, "/shard/3").headers().firstValue("Connection")).contains("close");
		}
		finally {
			first.say(ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private static HttpResponse<String> get(RoutedApplication instance, String path)
			throws IOException, InterruptedException {
		return client.send(
				HttpRequest.newBuilder(URI.create(instance.url() + path)).timeout(Duration.ofSeconds(20)).build(),
				BodyHandlers.ofString());
	}

	/** With all controllers under a further path. */
	@Configuration(proxyBeanMethods = false)
	static class OwnMvc extends WebMvcConfigurationSupport {

		@Bean
		RequestMappingHandlerMapping again() {
			RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
			mapping.setPathPrefixes(Map.of("/again", (type) -> true));
			mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return mapping;
		}

	}

}
