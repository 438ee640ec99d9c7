package dev.sm.coordination.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EtcdSettingsTests {

	private static final List<URI> ENDPOINTS = List.of(URI.create("http://localhost:2379"));

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	@ParameterizedTest
	@ValueSource(strings = { "localhost:2379", "http://localhost", "ftp://localhost:2379", "http:///x", "/path" })
	void endpointIsAUrlWithHostAndPort(String endpoint) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(List.of(URI.create(endpoint)), null, null))
			.withMessageContaining("'" + endpoint + "'");
	}

	@Test
	void endpointHasNoPasswordAndTheMessageNeither() {
		URI endpoint = URI.create("http://user:secret@localhost:2379");
		assertThatIllegalArgumentException().isThrownBy(() -> settings(List.of(endpoint), null, null))
			.withMessageContaining("'localhost'")
			.withMessageNotContaining("secret");
	}

	@Test
	void endpointsAreNotEmpty() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(List.of(), null, null))
			.withMessageContaining("'endpoints'");
	}

	@Test
	void userComesWithAPassword() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(ENDPOINTS, "user", null))
			.withMessageContaining("'password'");
	}

	@Test
	void requestTimeoutIsBounded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EtcdCoordinationStore.Settings(ENDPOINTS, null, null, null, Duration.ofMillis(99)))
			.withMessageContaining("'requestTimeout'")
			.withMessageContaining("PT0.099S");
	}

	@Test
	void passwordIsNotPrinted() {
		assertThat(settings(ENDPOINTS, "user", "secret").toString()).contains("user").doesNotContain("secret");
	}

	private static EtcdCoordinationStore.Settings settings(List<URI> endpoints, String user, String password) {
		return new EtcdCoordinationStore.Settings(endpoints, user, password, null, TIMEOUT);
	}

}
