package dev.sm.coordination.raft;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

import dev.sm.testkit.TestAuthority;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who would like to join a group whose members show certificates of one authority.
 */
@Timeout(120)
class RaftCertificatesTests {

	@TempDir
	static Path folder;

	private static TestAuthority authority;

	private static RaftMembers members;

	@BeforeAll
	static void start() throws Exception {
		authority = TestAuthority.create(folder, "authority");
		members = new RaftMembers(folder, 1).tls(tls("member", "ip:127.0.0.1")).startAll().await();
	}

	@AfterAll
	static void stop() {
		members.close();
	}

	private static RaftCoordinationStore.Tls tls(String name, String subject, String... more) throws Exception {
		return new RaftCoordinationStore.Tls(authority.keys(name, subject, more), authority.trust());
	}

	@Test
	void theRightOneIsLetInAndMayGo() throws Exception {
		RaftCoordinationStore.Settings settings = joining(tls("right", "ip:127.0.0.1"));
		try (RaftCoordinationStore store = new RaftCoordinationStore(settings)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.until(() -> store.get("/k").toCompletableFuture().join() == null);
			assertThat(members.get(0).members()).hasSize(2);
			members.get(0).remove(store.memberId()).toCompletableFuture().join();
		}
		assertThat(members.get(0).members()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "expired", "other-host", "other-authority" })
	void nobodyElseIs(String what) throws Exception {
		RaftCoordinationStore.Tls shown = switch (what) {
			case "expired" -> tls("expired", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
			case "other-host" -> tls("other-host", "ip:192.0.2.1");
			default -> new RaftCoordinationStore.Tls(
					TestAuthority.create(folder, "another").keys("stranger", "ip:127.0.0.1"), authority.trust());
		};
		try (RaftCoordinationStore stranger = new RaftCoordinationStore(joining(shown))) {
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> stranger.get("/k").toCompletableFuture().join())
				.withMessageMatching("(?s).*(it belongs to no group yet|there is no leader at present).*");
		}
		assertThat(members.get(0).members()).hasSize(1);
		assertThat(members.get(0).get("/k").toCompletableFuture().join()).isNull();
	}

	private static RaftCoordinationStore.Settings joining(RaftCoordinationStore.Tls tls) {
		String address = "127.0.0.1:" + RaftMembers.freePorts(1).get(0);
		return new RaftCoordinationStore.Settings(address, List.of(members.address(0)),
				folder.resolve(address.substring(10)), tls, false, Duration.ofSeconds(3), Duration.ofSeconds(1));
	}

}
