package dev.sm.coordination.raft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import dev.sm.testkit.SelfSignedCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Members that show each other certificates.
 */
@Timeout(120)
class RaftTlsTests {

	@TempDir
	static Path folder;

	private static RaftCoordinationStore.Tls tls;

	private static RaftMembers members;

	@BeforeAll
	static void startMembers() throws Exception {
		tls = tls("members");
		members = new RaftMembers(folder, 3).tls(tls).startAll().await();
	}

	@AfterAll
	static void stopMembers() {
		members.close();
	}

	private static RaftCoordinationStore.Tls tls(String name) throws Exception {
		SelfSignedCertificate certificate = SelfSignedCertificate
			.create(Files.createDirectory(folder.resolve("tls-" + name)));
		String file = certificate.certificateFile().toUri().toString();
		PemSslStoreDetails keys = PemSslStoreDetails.forCertificate(file)
			.withPrivateKey(certificate.keyFile().toUri().toString());
		SslManagerBundle managers = SslBundle.of(new PemSslStoreBundle(keys, PemSslStoreDetails.forCertificate(file)))
			.getManagers();
		return new RaftCoordinationStore.Tls(managers.getKeyManagers()[0], managers.getTrustManagers()[0]);
	}

	@Test
	void membersWithCertificatesFormAGroup() {
		assertThat(members.get(0).members()).hasSize(3);
		assertThat(members.get(2).list("/k").toCompletableFuture().join().entries()).isEmpty();
	}

	@Test
	void whoeverShowsNoneOrAnotherOneIsNotLetIn() throws Exception {
		for (RaftCoordinationStore.Tls shown : new RaftCoordinationStore.Tls[] { null, tls("stranger"),
				new RaftCoordinationStore.Tls(tls("impostor").keyManager(), tls.trustManager()) }) {
			String address = "127.0.0.1:" + RaftMembers.freePorts(1).get(0);
			try (RaftCoordinationStore stranger = new RaftCoordinationStore(new RaftCoordinationStore.Settings(address,
					members.addresses(), folder.resolve(address.substring(10)), shown, false, Duration.ofSeconds(2),
					Duration.ofSeconds(1)))) {
				assertThatExceptionOfType(CompletionException.class)
					.isThrownBy(() -> stranger.get("/k").toCompletableFuture().join())
					.withMessageContaining("it belongs to no group yet");
			}
		}
		assertThat(members.get(0).members()).hasSize(3);
	}

	@Test
	void otherHostsNeedTlsOrAWordThatTheyDoNot() {
		assertThatIllegalArgumentException().isThrownBy(() -> elsewhere(null, false))
			.withMessageContaining("SSL bundle")
			.withMessageContaining("'insecure'");
		assertThat(elsewhere(tls, false).insecure()).isFalse();
		assertThat(elsewhere(null, true).insecure()).isTrue();
	}

	private static RaftCoordinationStore.Settings elsewhere(RaftCoordinationStore.Tls tls, boolean insecure) {
		return members.settings(members.address(0), java.util.List.of("192.0.2.1:7400"), folder, tls, insecure);
	}

}
