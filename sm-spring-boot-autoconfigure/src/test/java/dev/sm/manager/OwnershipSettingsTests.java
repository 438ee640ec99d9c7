package dev.sm.manager;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OwnershipSettingsTests {

	@Test
	void addressCanBeLearntLater() {
		OwnershipSettings settings = OwnershipSettings.of("/sm", "p1");
		assertThat(settings.withAddress(URI.create("http://host:1")).address()).isEqualTo(URI.create("http://host:1"));
	}

	@ParameterizedTest
	@CsvSource({ "-1, weight", "NaN, weight", "1000001, weight" })
	void weightHasARange(double weight, String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings("p1", weight, Duration.ofSeconds(1)))
			.withMessageContaining("'" + name + "' must be between 0 and 1000000");
	}

	@ParameterizedTest
	@CsvSource({ "PT0.05S", "PT2H", "PT0S" })
	void sessionTtlHasARange(Duration ttl) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings("p1", 1, ttl))
			.withMessage("'session-ttl' must be between 100ms and 1h (was " + ttl + ")");
	}

	@ParameterizedTest
	@CsvSource({ "a/b", "''", "' '", ".." })
	void participantIdIsOnePathSegment(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(id, 1, Duration.ofSeconds(1)));
	}

	@ParameterizedTest
	@CsvSource({ "-1, 0.1, PT1S, count", "100001, 0.1, PT1S, count", "1, -1, PT1S, tolerance",
			"1, NaN, PT1S, tolerance", "1, 0.1, PT0S, handler-timeout" })
	void serviceSettingsHaveRanges(int count, double tolerance, Duration timeout, String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServiceSettings("orders", count, OwnershipMode.EXCLUSIVE, timeout, HungDrop.FENCE,
					null, tolerance, Duration.ZERO, true))
			.withMessageContaining("'" + name + "' of service 'orders' must be");
	}

	@ParameterizedTest
	@CsvSource({ "a/b", "''", "' '" })
	void serviceIsOnePathSegment(String service) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceSettings.of(service, 1))
			.withMessageContaining("'service' must be");
	}

	private static OwnershipSettings settings(String id, double weight, Duration ttl) {
		return new OwnershipSettings("/sm", id, null, "", weight, null, Set.of(), true, ttl, Duration.ofSeconds(1));
	}

}
