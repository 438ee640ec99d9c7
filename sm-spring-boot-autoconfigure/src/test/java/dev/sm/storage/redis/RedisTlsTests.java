package dev.sm.storage.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.SelfSignedCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RedisTlsTests {

	@TempDir
	private static Path directory;

	private static SelfSignedCertificate certificate;

	private static RedisServerFixture server;

	private static int port;

	@BeforeAll
	static void startServer() throws Exception {
		certificate = SelfSignedCertificate.create(directory);
		port = RedisServerFixture.freePort();
		String file = certificate.certificateFile().toString();
		server = RedisServerFixture.start("--tls-port", Integer.toString(port), "--tls-cert-file", file,
				"--tls-key-file", certificate.keyFile().toString(), "--tls-ca-cert-file", file, "--tls-auth-clients",
				"no");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void trustedServerIsSpokenTo() throws Exception {
		SSLContext context = certificate.clientContext();
		try (NodeStorage node = node("127.0.0.1", () -> context)) {
			assertThat(node.execute(new NodeCommand.Ping()).toCompletableFuture())
				.succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void serverOfAnotherNameIsNot() throws Exception {
		SSLContext context = certificate.clientContext();
		assertRefused(node("localhost", () -> context));
	}

	@Test
	void unknownServerIsNot() {
		assertRefused(node("127.0.0.1", null));
	}

	private static void assertRefused(NodeStorage node) {
		try (node) {
			assertThat(node.execute(new NodeCommand.Ping()).toCompletableFuture()).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withCauseInstanceOf(NodeUnavailableException.class)
				.withMessageContaining("cannot be connected to");
		}
	}

	private static NodeStorage node(String host, Supplier<SSLContext> ssl) {
		return new RedisNodeFactory()
			.create(new NodeConfig("n1", "rediss://" + host + ":" + port, null, null, Duration.ofSeconds(10), ssl));
	}

}
