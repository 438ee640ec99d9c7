package dev.sm.coordination.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.retry.RetryPolicy;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Ratis makes of its settings.
 */
class RatisSettingsTests {

	@TempDir
	private Path folder;

	/**
	 * Ratis' own waits grow to 5 s, over which a member that is back asks for elections,
	 * and end after 1,030.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 11, 31, 1031, 100_000_000 })
	void aMemberThatWasAwayForLongIsTurnedToSoon(int errors) throws IOException {
		RaftCoordinationStore.Settings settings = new RaftMembers(this.folder, 3).settings(0);
		try (DataDirectory directory = DataDirectory.open(settings.dataDir(), settings.member(), settings.members())) {
			RaftProperties properties = RatisSettings.server(settings, directory, false);
			RetryPolicy policy = RetryPolicy.parse(RaftServerConfigKeys.Log.Appender.retryPolicy(properties),
					RaftServerConfigKeys.Log.Appender.RETRY_POLICY_KEY);
			assertThat(policy.handleAttemptFailure(() -> errors).getSleepTime().toLong(TimeUnit.MILLISECONDS))
				.isBetween(50L, settings.electionTimeout().toMillis() / 2);
		}
	}

}
