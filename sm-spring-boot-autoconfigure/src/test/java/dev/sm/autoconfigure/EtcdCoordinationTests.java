package dev.sm.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import dev.sm.coordination.etcd.EtcdCoordinationStore;
import dev.sm.manager.ShardManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on a real etcd.
 */
@Timeout(60)
class EtcdCoordinationTests {

	private static final File BINARY = new File("/usr/bin/etcd");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withUserConfiguration(OwnershipTests.Handlers.class)
		.withPropertyValues("sm.shards.count=4");

	private String client;

	private Process etcd;

	@BeforeEach
	void start(@TempDir Path folder) throws IOException {
		if (!"true".equals(System.getenv("CI"))) {
			Assumptions.assumeTrue(BINARY.canExecute(), "skipped: there is no " + BINARY);
		}
		this.client = "http://127.0.0.1:" + freePort();
		String peer = "http://127.0.0.1:" + freePort();
		this.etcd = new ProcessBuilder(BINARY.getPath(), "--data-dir", folder.resolve("data").toString(),
				"--listen-client-urls", this.client, "--advertise-client-urls", this.client, "--listen-peer-urls", peer,
				"--initial-advertise-peer-urls", peer, "--initial-cluster", "default=" + peer)
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("log").toFile())
			.start();
	}

	@AfterEach
	void stop() {
		if (this.etcd != null) {
			this.etcd.destroyForcibly().onExit().join();
		}
	}

	@Test
	void ownsShardsAndNeedsNoPool() {
		this.runner.withPropertyValues("sm.coordination.etcd.endpoints=" + this.client)
			.run((context) -> assertThat(ownsShards(context)).hasSingleBean(PropertiesEtcdConnectionDetails.class));
	}

	@Test
	void isWhereConnectionDetailsSay() {
		this.runner.withPropertyValues("sm.coordination.etcd.endpoints=http://127.0.0.1:1")
			.withBean(EtcdConnectionDetails.class, () -> () -> List.of(URI.create(this.client)))
			.run((context) -> assertThat(ownsShards(context)).doesNotHaveBean(PropertiesEtcdConnectionDetails.class));
	}

	private static AssertableApplicationContext ownsShards(AssertableApplicationContext context) {
		assertThat(context).hasSingleBean(EtcdCoordinationStore.class);
		Awaitility.await().untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(4));
		return context;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
