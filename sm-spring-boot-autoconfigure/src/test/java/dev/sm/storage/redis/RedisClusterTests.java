package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.Fence;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.ScanPage;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A Redis Cluster that the application has configured, seen as one node.
 */
class RedisClusterTests {

	private static final List<RedisServerFixture> servers = new ArrayList<>();

	private NodeStorage node;

	@BeforeAll
	static void startCluster() {
		RedisServerFixture.assumeVersion(7);
		String busPort = "";
		for (int i = 0; i < 2; i++) {
			busPort = Integer.toString(RedisServerFixture.freePort());
			servers.add(RedisServerFixture.start("--cluster-enabled", "yes", "--cluster-port", busPort));
		}
		servers.get(0).execute("CLUSTER", "ADDSLOTSRANGE", "0", "8191");
		servers.get(1).execute("CLUSTER", "ADDSLOTSRANGE", "8192", "16383");
		servers.get(0).execute("CLUSTER", "MEET", "127.0.0.1", Integer.toString(servers.get(1).port()), busPort);
		for (RedisServerFixture server : servers) {
			await().atMost(Duration.ofSeconds(20))
				.until(() -> server.execute("CLUSTER", "INFO").contains("cluster_state:ok")
						&& server.execute("CLUSTER", "INFO").contains("cluster_known_nodes:2"));
		}
	}

	@AfterAll
	static void stopCluster() {
		servers.forEach(RedisServerFixture::close);
		servers.clear();
	}

	@BeforeEach
	void openNode() {
		servers.forEach((server) -> server.execute("FLUSHALL"));
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisClusterConfiguration(List.of("127.0.0.1:" + servers.get(0).port())));
		this.node = RedisNodeFactory.ofConnectionFactory("n1", factory, Duration.ofSeconds(10));
	}

	@AfterEach
	void closeNode() {
		this.node.close();
	}

	@Test
	void keysOfAllServersAreOneCommand() {
		List<KeyValue> entries = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			entries.add(new KeyValue(bytes("k" + i), bytes("v" + i)));
		}
		run(new NodeCommand.Put(entries, null, null));
		run(new NodeCommand.Put(entries.subList(0, 50), Duration.ofMinutes(1), null));
		List<byte[]> keys = entries.stream().map(KeyValue::key).toList();
		assertThat(run(new NodeCommand.Get(keys))).usingElementComparator(Arrays::compare)
			.containsExactlyElementsOf(entries.stream().map(KeyValue::value).toList());
		assertThat(servers).allSatisfy((server) -> assertThat(server.execute("DBSIZE")).isNotIn(":0", ":100"));
		assertThat(run(new NodeCommand.Delete(keys, null))).isEqualTo(100);
	}

	@Test
	void scanGoesOverAllServers() {
		Set<String> keys = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			run(NodeCommand.Put.of(bytes("k" + i), bytes("v")));
			keys.add("k" + i);
		}
		Set<String> told = new HashSet<>();
		ScanPage page = new ScanPage(ScanPage.START, List.of());
		do {
			page = run(new NodeCommand.Scan(page.cursor(), bytes("k"), 10));
			page.keys().forEach((key) -> told.add(new String(key, StandardCharsets.UTF_8)));
		}
		while (page.more());
		assertThat(told).isEqualTo(keys);
	}

	@Test
	void fencedCommandsAreRefusedWithTheReason() {
		assertThatExceptionOfType(NodeCommandException.class)
			.isThrownBy(() -> run(new NodeCommand.RaiseFence(new Fence("orders/1", 3))))
			.withMessageContaining("node 'n1' is a Redis Cluster, which cannot fence");
	}

	/** Its URL leads to one server, which has some of the keys. */
	@Test
	void oneServerOfAClusterSaysWhatItIs() {
		this.node.close();
		this.node = new RedisNodeFactory()
			.create(new NodeConfig("n1", servers.get(0).url(), null, null, Duration.ofSeconds(10), null));
		for (int i = 0; i < 50; i++) {
			byte[] key = bytes("k" + i);
			if (servers.get(0).execute("SET", "k" + i, "v").startsWith("-MOVED")) {
				assertThatExceptionOfType(NodeCommandException.class).isThrownBy(() -> run(NodeCommand.Get.of(key)))
					.withMessageContainingAll("node 'n1' is one server of a Redis Cluster", "MOVED");
				return;
			}
			assertThat(run(NodeCommand.Get.of(key)).get(0)).isEqualTo(bytes("v"));
		}
		throw new AssertionError("all keys are on one server");
	}

	@Test
	void nodeComesBackAfterLostConnections() {
		run(NodeCommand.Put.of(bytes("k"), bytes("v")));
		servers.forEach((server) -> server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
		await().ignoreExceptions()
			.untilAsserted(() -> assertThat(run(NodeCommand.Get.of(bytes("k"))).get(0)).isEqualTo(bytes("v")));
	}

	@Test
	void commandsUnderWayWhenAConnectionIsCutAreNotSentAgain() {
		try (RedisServerFixture server = RedisServerFixture.start("--cluster-enabled", "yes", "--cluster-port",
				Integer.toString(RedisServerFixture.freePort()));
				TcpProxyFixture network = TcpProxyFixture.start(server.port())) {
			server.execute("CONFIG", "SET", "cluster-announce-ip", "127.0.0.1");
			server.execute("CONFIG", "SET", "cluster-announce-port", Integer.toString(network.port()));
			server.execute("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
			await().until(() -> server.execute("CLUSTER", "INFO").contains("cluster_state:ok"));
			this.node.close();
			this.node = RedisNodeFactory.ofConnectionFactory("n1",
					new LettuceConnectionFactory(new RedisClusterConfiguration(List.of("127.0.0.1:" + network.port()))),
					Duration.ofSeconds(20));
			run(new NodeCommand.Increment(bytes("k"), 1, null));
			server.execute("CONFIG", "RESETSTAT");
			server.pause();
			try {
				List<CompletableFuture<Long>> increments = new ArrayList<>();
				for (int i = 0; i < 5; i++) {
					increments
						.add(this.node.execute(new NodeCommand.Increment(bytes("k"), 1, null)).toCompletableFuture());
				}
				network.cut();
				assertThat(increments)
					.allSatisfy((increment) -> assertThat(increment).failsWithin(Duration.ofSeconds(25))
						.withThrowableThat()
						.withCauseInstanceOf(NodeUnavailableException.class));
			}
			finally {
				server.resume();
			}
			long sum = await().ignoreExceptions()
				.until(() -> run(new NodeCommand.Increment(bytes("k"), 1, null)), (value) -> true);
			assertThat(sum).as("1 before, 0 to 5 unanswered, 1 after").isBetween(2L, 7L);
			assertThat(server.execute("INFO", "commandstats")).contains("cmdstat_incrby:calls=" + (sum - 1) + ",");
		}
	}

	private <R> R run(NodeCommand<R> command) {
		try {
			return this.node.execute(command).toCompletableFuture().orTimeout(25, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
