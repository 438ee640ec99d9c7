package dev.sm.routing.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.sm.proxy.PlantedProxy;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A proxy of the JVM sees nothing of what instances send on to each other.
 */
@Timeout(60)
class ProxiedForwardingTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void aProxyOfTheJvmIsNotAsked() throws Exception {
		try (PlantedProxy proxy = PlantedProxy.plant();
				RoutedApplication first = RoutedApplication.start("/proxied", "p1");
				RoutedApplication second = RoutedApplication.start("/proxied", "p2")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> first.manager().held().size() == 4 && second.manager().held().size() == 4);
			for (Shard shard : second.manager().held()) {
				HttpRequest request = HttpRequest.newBuilder(URI.create(first.url() + "/shard/" + shard.id())).build();
				assertThat(this.client.send(request, BodyHandlers.ofString()).body()).isEqualTo("p2");
			}
			assertThat(proxy.asked()).isEmpty();
		}
	}

}
