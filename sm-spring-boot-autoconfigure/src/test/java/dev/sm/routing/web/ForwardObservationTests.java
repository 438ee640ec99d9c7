package dev.sm.routing.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import dev.sm.docs.RecordedObservations;
import dev.sm.routing.client.Owners;
import dev.sm.routing.client.ShardExchangeFilter;
import dev.sm.routing.client.ShardRequest;
import dev.sm.routing.client.ShardRequestInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are sent on, and clients' attempts, are observed.
 */
@Timeout(60)
class ForwardObservationTests {

	@Test
	void forwardsAndAttemptsAreObserved() throws Exception {
		try (RoutedApplication first = RoutedApplication.start("/observed", "p1");
				RoutedApplication second = RoutedApplication.start("/observed", "p2")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> first.handler().added.size() == 4 && second.handler().added.size() == 4
						&& first.manager().assignment().owners().equals(second.manager().assignment().owners()));
			RecordedObservations recorded = new RecordedObservations();
			ObservationRegistry registry = first.bean(ObservationRegistry.class);
			registry.observationConfig().observationHandler(new Tracer()).observationHandler(recorded);
			HttpClient client = HttpClient.newHttpClient();
			for (int number = 0; number < 20; number++) {
				URI uri = URI.create(first.url() + "/path/key-" + number);
				assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode())
					.isEqualTo(200);
			}
			recorded.areAsThePageSays("sm.forward");
			assertThat(recorded.named("sm.forward")).allSatisfy((context) -> {
				assertThat(context.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo("answered");
				assertThat(context.getHighCardinalityKeyValue("target").getValue()).isEqualTo(second.url());
				assertThat(((SenderContext<?>) context).getCarrier()).hasToString("{traceparent=00-1}");
			});
			attempts(first, recorded, registry);
		}
	}

	private static void attempts(RoutedApplication first, RecordedObservations recorded, ObservationRegistry registry) {
		Owners owners = Owners.learning(List.of(URI.create(first.url())));
		RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.observationRegistry(registry)
			.requestInterceptor(new ShardRequestInterceptor(owners, registry))
			.build()
			.get()
			.uri("http://any/path/{key}", "a")
			.attributes(ShardRequest.key("a"))
			.retrieve()
			.toBodilessEntity();
		WebClient.builder()
			.clientConnector(new JdkClientHttpConnector())
			.filter(new ShardExchangeFilter(owners, registry))
			.build()
			.get()
			.uri("http://any/path/{key}", "a")
			.attributes(ShardRequest.key("a"))
			.retrieve()
			.toBodilessEntity()
			.block(Duration.ofSeconds(20));
		Awaitility.await().until(() -> recorded.named("sm.client.request").size() == 2);
		recorded.areAsThePageSays("sm.client.request");
		assertThat(recorded.named("sm.client.request").get(0).getParentObservation())
			.extracting((parent) -> parent.getContextView().getName())
			.isEqualTo("http.client.requests");
	}

	/** As a tracer does: tells the target of the trace. */
	private static final class Tracer implements ObservationHandler<SenderContext<Object>> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SenderContext;
		}

		@Override
		public void onStart(SenderContext<Object> context) {
			context.getSetter().set(context.getCarrier(), "traceparent", "00-1");
		}

	}

}
