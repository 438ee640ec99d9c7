package dev.sm.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications with one mistake each and reads what they say about it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@Test
	void unknownKey(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.sesion-ttl=5s")).contains(
				"'sm.coordination.sesion-ttl' (from", "commandLineArgs",
				"Did you mean 'sm.coordination.session-ttl' instead of 'sm.coordination.sesion-ttl'?");
	}

	@Test
	void sessionTtlAgainstRenewInterval(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.session-ttl=300ms")).contains(
				"'sm.coordination.session-ttl' must be between 1s and 10m (was '300ms')", "here every 100ms",
				"Set 'sm.coordination.session-ttl' to a value between 1s and 10m");
	}

	@Test
	void valueOutOfRange(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.shards.count=-5")).contains(
				"'sm.shards.count' must be between 0 and 100000 (was '-5')",
				"Change 'sm.shards.count' so that it is between 0 and 100000.");
	}

	@Test
	void featureNotAvailable(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.console.enabled=true")).contains(
				"'sm.console.enabled' is 'true', which this version of sm does not offer yet.",
				"Set 'sm.console.enabled' to false.");
	}

}
