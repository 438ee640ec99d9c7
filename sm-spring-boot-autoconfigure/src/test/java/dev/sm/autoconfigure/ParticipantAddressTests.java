package dev.sm.autoconfigure;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ParticipantAddressTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8081");

	@ParameterizedTest
	@CsvSource({ "http://a:1, http://a:1", "https://a/path, https://a/path", "a, http://a:8081", "a:1, http://a:1",
			"[::1], http://[::1]:8081", "[::1]:1, http://[::1]:1", "10.0.0.7, http://10.0.0.7:8081" })
	void isWhatIsConfigured(String configured, String address) {
		assertThat(ParticipantAddress.of(configured, this.environment)).isEqualTo(URI.create(address));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, http://127.0.0.1:8081", "::1, http://[0:0:0:0:0:0:0:1]:8081" })
	void isThatOfTheWebServer(String server, String address) {
		this.environment.setProperty("server.address", server);
		assertThat(ParticipantAddress.of(null, this.environment)).isEqualTo(URI.create(address));
	}

	@ParameterizedTest
	@CsvSource({ "server.address, 0.0.0.0", "server.address, ::", "server.port, 0" })
	void isOneOfThisHostIfTheWebServerListensOnAll(String key, String value) {
		this.environment.setProperty(key, value);
		URI address = ParticipantAddress.of("", this.environment);
		assertThat(address).isNotNull().hasPort(8081);
		assertThat(address.getHost()).isNotIn("0.0.0.0", "::", "[::]");
	}

	@ParameterizedTest
	@CsvSource({ "server.ssl.bundle, web, https", "server.ssl.key-store, file, https",
			"server.ssl.certificate, file, https", "server.ssl.enabled, true, http" })
	void tellsWhetherTheWebServerSpeaksTls(String key, String value, String scheme) {
		this.environment.setProperty(key, value);
		assertThat(ParticipantAddress.of("a", this.environment)).hasScheme(scheme);
	}

	@Test
	void isHttpIfTlsIsSwitchedOff() {
		this.environment.withProperty("server.ssl.bundle", "web").setProperty("server.ssl.enabled", "false");
		assertThat(ParticipantAddress.of("a", this.environment)).hasScheme("http");
	}

	@Test
	void isNoneWithoutAWebServer() {
		assertThat(ParticipantAddress.of(null, new MockEnvironment())).isNull();
	}

	@Test
	void isWhatIsConfiguredWithoutAWebServer() {
		assertThat(ParticipantAddress.of("a:1", new MockEnvironment())).isEqualTo(URI.create("http://a:1"));
	}

}
