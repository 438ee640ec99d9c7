package dev.sm.coordination.consul;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConsulSettingsTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost:8500", "http://localhost", "ftp://localhost:8500", "http:///x", "/path",
			"http://localhost:8500?x" })
	void agentIsAUrlWithHostAndPort(String agent) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(agent, "token"))
			.withMessageContaining("'" + agent + "'");
	}

	@Test
	void agentHasNoPasswordAndTheMessageNeither() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings("http://user:s3cret@localhost:8500", null))
			.withMessageContaining("'localhost'")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void requestTimeoutIsBounded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConsulCoordinationStore.Settings(URI.create("http://localhost:8500"), null, null,
					Duration.ofMillis(99)))
			.withMessageContaining("'requestTimeout'");
	}

	@Test
	void tokenIsNotPrinted() {
		assertThat(settings("http://localhost:8500/consul", "s3cret").toString()).contains("8500/consul")
			.doesNotContain("s3cret");
	}

	private static ConsulCoordinationStore.Settings settings(String agent, String token) {
		return new ConsulCoordinationStore.Settings(URI.create(agent), token, null, Duration.ofSeconds(1));
	}

}
