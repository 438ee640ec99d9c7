package dev.sm.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import dev.sm.coordination.etcd.EtcdCoordinationStore;
import dev.sm.manager.ShardManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on a real etcd.
 */
@Timeout(60)
class EtcdCoordinationTests {

	private static final File BINARY = new File("/usr/bin/etcd");

	@Test
	void ownsShardsAndNeedsNoPool(@TempDir Path folder) throws IOException {
		if (!"true".equals(System.getenv("CI"))) {
			Assumptions.assumeTrue(BINARY.canExecute(), "skipped: there is no " + BINARY);
		}
		String client = "http://127.0.0.1:" + freePort();
		String peer = "http://127.0.0.1:" + freePort();
		Process etcd = new ProcessBuilder(BINARY.getPath(), "--data-dir", folder.resolve("data").toString(),
				"--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer,
				"--initial-advertise-peer-urls", peer, "--initial-cluster", "default=" + peer)
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("log").toFile())
			.start();
		try {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
				.withUserConfiguration(OwnershipTests.Handlers.class)
				.withPropertyValues("sm.coordination.etcd.endpoints=" + client, "sm.shards.count=4")
				.run((context) -> {
					assertThat(context).hasSingleBean(EtcdCoordinationStore.class);
					Awaitility.await()
						.untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(4));
				});
		}
		finally {
			etcd.destroyForcibly();
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
