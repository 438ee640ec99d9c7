package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

class RedisNodeTests {

	private static RedisServerFixture server;

	private final List<NodeStorage> open = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = RedisServerFixture.start();
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void clear() {
		server.execute("FLUSHALL");
	}

	@AfterEach
	void close() {
		this.open.forEach(NodeStorage::close);
	}

	@Test
	void valueIsStoredAsItIs() {
		put(node(), "k", "v");
		assertThat(server.execute("GET", "k")).isEqualTo("v");
	}

	@Test
	void databaseIsTheOneOfTheUrl() {
		put(node(server.url() + "/3"), "k", "v");
		assertThat(server.execute("GET", "k")).isEqualTo("$-1");
		assertThat(server.execute("INFO", "keyspace")).contains("db3:keys=1");
	}

	@Test
	void fenceIsStoredUnderItsReservedKey() {
		run(node(), new NodeCommand.RaiseFence(new Fence("orders/1", Fence.MAX_EPOCH)));
		assertThat(server.execute("GET", "sm:fence:orders/1")).isEqualTo("9007199254740992");
		assertThat(server.execute("TTL", "sm:fence:orders/1")).isEqualTo(":-1");
	}

	@Test
	void scriptThatTheServerForgotIsSentAgain() {
		NodeStorage node = node();
		NodeCommand<Long> increment = new NodeCommand.Increment(bytes("k"), 1, new Fence("orders/1", 3));
		run(node, increment);
		server.execute("SCRIPT", "FLUSH");
		assertThat(run(node, increment)).isEqualTo(2);
	}

	@Test
	void valueOfAnotherTypeIsAnError() {
		server.execute("LPUSH", "list", "a");
		assertFails(node(), NodeCommandException.class, NodeCommand.Get.of(bytes("list")), "WRONGTYPE");
	}

	@Test
	void manyValuesWithTimeToLiveAreWrittenInOneCommand() {
		List<KeyValue> entries = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			entries.add(new KeyValue(bytes("k" + i), bytes("v")));
		}
		run(node(), new NodeCommand.Put(entries, Duration.ofMinutes(1), null));
		assertThat(server.execute("DBSIZE")).isEqualTo(":20000");
		assertThat(server.execute("INFO", "keyspace")).contains("keys=20000,expires=20000");
	}

	@Test
	void replicaRefusesWritesAsUnavailable() {
		try (RedisServerFixture replica = RedisServerFixture.start("--replicaof", "127.0.0.1",
				Integer.toString(server.port()))) {
			NodeStorage node = node(replica.url());
			assertFails(node, NodeUnavailableException.class, NodeCommand.Put.of(bytes("k"), bytes("v")), "READONLY");
			assertFails(node, NodeUnavailableException.class,
					new NodeCommand.Put(List.of(new KeyValue(bytes("k"), bytes("v"))), null, new Fence("orders/1", 3)),
					"READONLY");
		}
	}

	@Test
	void replicaDoesNotCostAConnectionForEveryWrite() {
		try (RedisServerFixture replica = RedisServerFixture.start("--replicaof", "127.0.0.1",
				Integer.toString(server.port()))) {
			NodeStorage node = node(replica.url());
			for (int i = 0; i < 50; i++) {
				assertFails(node, NodeUnavailableException.class, NodeCommand.Put.of(bytes("k"), bytes("v")),
						"node 'n1'");
			}
			assertThat(replica.execute("CLIENT", "LIST", "TYPE", "normal").replaceAll("(?s).*\\bid=(\\d+).*", "$1"))
				.satisfies((id) -> assertThat(Integer.parseInt(id)).isLessThan(40));
		}
	}

	@Test
	void nodeThatIsDownFailsAtOnce() {
		NodeStorage node = node("redis://127.0.0.1:" + RedisServerFixture.freePort());
		assertFails(node, NodeUnavailableException.class, new NodeCommand.Ping(), "node 'n1' cannot be connected to");
		assertFails(node, NodeUnavailableException.class, new NodeCommand.Ping(), "node 'n1' cannot be connected to");
	}

	@Test
	void nodeComesBackWithItsServer() {
		try (RedisServerFixture mortal = RedisServerFixture.start()) {
			NodeStorage node = node(mortal.url());
			put(node, "k", "v");
			mortal.kill();
			assertFails(node, NodeUnavailableException.class, NodeCommand.Get.of(bytes("k")), "node 'n1'");
			mortal.restart();
			await().atMost(Duration.ofSeconds(10))
				.until(() -> node.execute(new NodeCommand.Ping())
					.toCompletableFuture()
					.handle((ok, ex) -> ex == null)
					.join());
		}
	}

	@Test
	void commandAfterALostConnectionWaitsForTheNextOne() {
		NodeStorage node = node();
		put(node, "k", "v");
		server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
		await().untilAsserted(() -> assertThat(get(node, "k")).isEqualTo("v"));
	}

	@Test
	void commandsUnderWayWhenTheConnectionIsCutAreNotSentAgain() {
		try (TcpProxyFixture network = TcpProxyFixture.start(server.port())) {
			NodeStorage node = node("redis://127.0.0.1:" + network.port(), Duration.ofSeconds(20));
			run(node, new NodeCommand.Increment(bytes("k"), 1, null));
			server.execute("CONFIG", "RESETSTAT");
			server.pause();
			try {
				List<CompletableFuture<Long>> increments = sendIncrements(node, 5);
				network.cut();
				assertThat(increments)
					.allSatisfy((increment) -> assertThat(increment).failsWithin(Duration.ofSeconds(10))
						.withThrowableThat()
						.withCauseInstanceOf(NodeUnavailableException.class));
			}
			finally {
				server.resume();
			}
			long sum = run(node, new NodeCommand.Increment(bytes("k"), 1, null));
			assertThat(sum).as("1 before, 0 to 5 unanswered, 1 after").isBetween(2L, 7L);
			assertThat(server.execute("INFO", "commandstats")).contains("cmdstat_incrby:calls=" + (sum - 1) + ",");
		}
	}

	private static List<CompletableFuture<Long>> sendIncrements(NodeStorage node, int count) {
		List<CompletableFuture<Long>> increments = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			increments.add(node.execute(new NodeCommand.Increment(bytes("k"), 1, null)).toCompletableFuture());
		}
		return increments;
	}

	@Test
	void serverThatDoesNotAnswerCostsTheTimeoutAndANewConnection() {
		NodeStorage node = node(server.url(), Duration.ofMillis(500));
		await().ignoreExceptions().untilAsserted(() -> put(node, "k", "v"));
		String before = connections();
		server.pause();
		try {
			assertFails(node, NodeUnavailableException.class, NodeCommand.Get.of(bytes("k")), "in time");
			assertFails(node, NodeUnavailableException.class, NodeCommand.Get.of(bytes("k")), "node 'n1'");
		}
		finally {
			server.resume();
		}
		await().ignoreExceptions().untilAsserted(() -> assertThat(get(node, "k")).isEqualTo("v"));
		assertThat(connections()).isNotEqualTo(before);
	}

	@Test
	void passwordIsUsed() {
		try (RedisServerFixture locked = RedisServerFixture.start("--requirepass", "open sesame")) {
			NodeStorage node = node("redis://:open%20sesame@127.0.0.1:" + locked.port());
			assertThat(run(node, new NodeCommand.Ping())).isTrue();
		}
	}

	@Test
	void wrongPasswordIsToldWithoutShowingIt() {
		try (RedisServerFixture locked = RedisServerFixture.start("--requirepass", "open sesame")) {
			NodeStorage node = node("redis://:opensesame1@127.0.0.1:" + locked.port());
			assertThatExceptionOfType(NodeUnavailableException.class)
				.isThrownBy(() -> run(node, new NodeCommand.Ping()))
				.withMessageContaining("WRONGPASS")
				.satisfies((ex) -> assertThat(ex).asString().doesNotContain("opensesame1"))
				.satisfies((ex) -> {
					for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
						assertThat(cause.toString()).doesNotContain("opensesame1");
					}
				});
		}
	}

	@Test
	void missingPasswordIsTold() {
		try (RedisServerFixture locked = RedisServerFixture.start("--requirepass", "open sesame")) {
			assertFails(node(locked.url()), NodeUnavailableException.class, new NodeCommand.Ping(), "NOAUTH");
		}
	}

	@Test
	void nativeOperationsAreSpringDatas() {
		NodeStorage node = node();
		StringRedisTemplate operations = (StringRedisTemplate) node.nativeOperations();
		operations.opsForHash().put("hash", "field", "value");
		assertThat(server.execute("HGET", "hash", "field")).isEqualTo("value");
		assertThat(node.nativeOperations()).isSameAs(operations);
	}

	@Test
	void nativeOperationsComeBackAfterALostConnection() {
		StringRedisTemplate operations = (StringRedisTemplate) node().nativeOperations();
		operations.opsForValue().set("k", "v");
		server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
		await().ignoreExceptions().untilAsserted(() -> assertThat(operations.opsForValue().get("k")).isEqualTo("v"));
	}

	@Test
	void connectionFactoryOfTheApplicationLeadsToItsServer() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", server.port()));
		NodeStorage node = RedisNodeFactory.ofConnectionFactory("n1", factory, Duration.ofSeconds(10));
		this.open.add(node);
		put(node, "k", "v");
		assertThat(server.execute("GET", "k")).isEqualTo("v");
		assertThat(factory.isRunning()).isFalse();
	}

	@Test
	void connectionFactoryMustBeLettuces() {
		assertThatExceptionOfType(InvalidNodeException.class)
			.isThrownBy(() -> RedisNodeFactory.ofConnectionFactory("n1", mock(RedisConnectionFactory.class),
					Duration.ofSeconds(1)))
			.withMessageContaining("LettuceConnectionFactory");
	}

	@Test
	void connectionFactoryMustNotHaveFixedReplicas() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStaticMasterReplicaConfiguration("elsewhere", 7000));
		assertThatExceptionOfType(InvalidNodeException.class)
			.isThrownBy(() -> RedisNodeFactory.ofConnectionFactory("n1", factory, Duration.ofSeconds(1)))
			.withMessageContaining("node 'n1'")
			.withMessageContaining("was a fixed primary with replicas");
	}

	@Test
	void refusedFenceNamesNodeScopeAndEpoch() {
		NodeStorage node = node();
		run(node, new NodeCommand.RaiseFence(new Fence("orders/1", 5)));
		assertFails(node, FencedOffException.class, new NodeCommand.RaiseFence(new Fence("orders/1", 4)),
				"node 'n1' refused epoch 4 of 'orders/1'");
	}

	@Test
	void threadsAreGoneWithTheLastNode() {
		NodeStorage node = node();
		run(node, new NodeCommand.Ping());
		assertThat(lettuceThreads()).isNotZero();
		node.close();
		await().until(() -> lettuceThreads() == 0);
	}

	private static long lettuceThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("lettuce"))
			.count();
	}

	private static String connections() {
		return server.execute("CLIENT", "LIST", "TYPE", "normal")
			.lines()
			.map((line) -> line.split(" ")[0])
			.toList()
			.get(0);
	}

	private NodeStorage node() {
		return node(server.url());
	}

	private NodeStorage node(String url) {
		return node(url, Duration.ofSeconds(10));
	}

	private NodeStorage node(String url, Duration timeout) {
		NodeStorage node = new RedisNodeFactory().create(new NodeConfig("n1", url, null, null, timeout, null));
		this.open.add(node);
		return node;
	}

	private static void assertFails(NodeStorage node, Class<? extends Throwable> type, NodeCommand<?> command,
			String message) {
		assertThatExceptionOfType(type).isThrownBy(() -> run(node, command)).withMessageContaining(message);
	}

	private static void put(NodeStorage node, String key, String value) {
		run(node, NodeCommand.Put.of(bytes(key), bytes(value)));
	}

	private static String get(NodeStorage node, String key) {
		byte[] value = run(node, NodeCommand.Get.of(bytes(key))).get(0);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	private static <R> R run(NodeStorage node, NodeCommand<R> command) {
		try {
			return node.execute(command).toCompletableFuture().orTimeout(25, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
