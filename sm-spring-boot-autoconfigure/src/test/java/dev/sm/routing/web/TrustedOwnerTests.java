package dev.sm.routing.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sm.testkit.SelfSignedCertificate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real instances that serve https with a certificate that no JVM trusts by itself.
 */
@Timeout(60)
class TrustedOwnerTests {

	@TempDir
	private Path directory;

	private final List<RoutedApplication> instances = new ArrayList<>();

	private HttpClient http;

	@AfterEach
	void stop() {
		this.instances.forEach(RoutedApplication::close);
	}

	@Test
	void whatTheBundleTrustsIsForwardedTo() throws Exception {
		start("sm.routing.forward.ssl.bundle=instances");
		for (RoutedApplication instance : this.instances) {
			HttpResponse<String> answer = post(instance);
			assertThat(answer.statusCode()).isEqualTo(201);
			assertThat(answer.headers().firstValue("X-At"))
				.contains(instance.manager().assignment().owners().get("0").participantId());
		}
	}

	@Test
	void anOwnerThatIsNotTrustedIsSentNothing() throws Exception {
		start("sm.routing.forward.ssl.bundle=");
		RoutedApplication wrong = this.instances.get(this.instances.get(0).handler().added.contains("0") ? 1 : 0);
		HttpResponse<String> answer = post(wrong);
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("did not answer");
	}

	private void start(String property) throws Exception {
		SelfSignedCertificate certificate = SelfSignedCertificate.create(this.directory);
		String bundle = "spring.ssl.bundle.pem.instances.";
		String[] properties = { "server.ssl.bundle=instances", property, "sm.routing.forward.owner-wait=2s",
				bundle + "keystore.certificate=file:" + certificate.certificateFile(),
				bundle + "keystore.private-key=file:" + certificate.keyFile(),
				bundle + "truststore.certificate=file:" + certificate.certificateFile() };
		String prefix = "/trusted-" + System.nanoTime();
		this.instances.add(RoutedApplication.start(prefix, "p1", properties));
		this.instances.add(RoutedApplication.start(prefix, "p2", properties));
		this.http = HttpClient.newBuilder().sslContext(certificate.clientContext()).build();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.instances.stream().allMatch((each) -> each.handler().added.size() == 4));
	}

	private HttpResponse<String> post(RoutedApplication instance) throws Exception {
		URI uri = URI.create(instance.url().replace("http:", "https:") + "/body/0");
		return this.http.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("x")).build(),
				BodyHandlers.ofString());
	}

}
