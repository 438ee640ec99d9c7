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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real instances that serve https with a certificate that no JVM trusts by itself.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
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

	@Test
	void anOwnerWhoseAddressSaysTlsAndThatHasNoneIsNamed(CapturedOutput output) throws Exception {
		HttpResponse<String> answer = misnamed("https:", "http:");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(output).contains("does not speak TLS; its 'sm.participant.address' must begin with http: there");
	}

	@Test
	void anOwnerThatHasTlsAndWhoseAddressSaysNoneIsNamed(CapturedOutput output) throws Exception {
		HttpResponse<String> answer = misnamed("http:", "https:");
		assertThat(answer.statusCode()).isEqualTo(502);
		assertThat(answer.body()).contains("speaks TLS, and its address does not say so");
		assertThat(output).contains("speaks TLS; its 'sm.participant.address' must begin with https: there");
	}

	/** Sends a request for a shard of an instance with an address that is wrong. */
	private HttpResponse<String> misnamed(String said, String spoken) throws Exception {
		SelfSignedCertificate certificate = SelfSignedCertificate.create(this.directory);
		this.http = HttpClient.newBuilder().sslContext(certificate.clientContext()).build();
		String bundle = "spring.ssl.bundle.pem.instances.";
		List<String> properties = new ArrayList<>(
				List.of("sm.routing.forward.ssl.bundle=instances", "sm.routing.forward.owner-wait=2s",
						bundle + "truststore.certificate=file:" + certificate.certificateFile(),
						bundle + "keystore.certificate=file:" + certificate.certificateFile(),
						bundle + "keystore.private-key=file:" + certificate.keyFile()));
		String prefix = "/misnamed-" + System.nanoTime();
		RoutedApplication other = RoutedApplication.start(prefix, "p2", properties.toArray(String[]::new));
		this.instances.add(other);
		int port = TestSocketUtils.findAvailableTcpPort();
		properties.add("server.port=" + port);
		properties.add("sm.participant.address=" + said + "//127.0.0.1:" + port);
		if (spoken.equals("https:")) {
			properties.add("server.ssl.bundle=instances");
		}
		RoutedApplication misnamed = RoutedApplication.start(prefix, "p1", properties.toArray(String[]::new));
		this.instances.add(misnamed);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> misnamed.handler().added.size() == 4);
		String shard = misnamed.handler().added.iterator().next();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> other.manager().assignment().owners().get(shard).participantId().equals("p1"));
		URI uri = URI.create(other.url() + "/body/" + shard);
		return this.http.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("x")).build(),
				BodyHandlers.ofString());
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
