package dev.sm.coordination.http;

import dev.sm.coordination.local.LocalCoordinationStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyWatchesTests {

	@Test
	void thereAreSoManyAndNoMore() {
		try (LocalCoordinationStore store = LocalCoordinationStore.shared("watches")) {
			KeyWatches watches = new KeyWatches(store);
			for (int i = 0; i < 200; i++) {
				assertThat(watches.open("/k", null)).isNotNull();
			}
			assertThatExceptionOfType(HttpFailure.class).isThrownBy(() -> watches.open("/k", null))
				.withMessageContaining("there are 200 watches already");
		}
	}

}
