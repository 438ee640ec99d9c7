package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.jdbc.JdbcNodeFactory;
import dev.sm.storage.memory.MemoryNodeFactory;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.DatabaseServerFixture;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Everything a pool has goes from one kind of node to the next, there and back, while it
 * is in use: memory, a real Redis, a database.
 */
class KindMigrationTests {

	private static final JdbcNodeFactory DATABASES = new JdbcNodeFactory(
			new JdbcNodeFactory.Settings(true, 8, Duration.ofMinutes(1)));

	private static final int KEYS = 300;

	private static final Duration LONG = Duration.ofHours(1);

	private static RedisServerFixture redis;

	@BeforeAll
	static void startServer() {
		redis = RedisServerFixture.start();
	}

	@AfterAll
	static void stopServer() {
		if (redis != null) {
			redis.close();
		}
	}

	@Test
	void memoryToRedisAndBack() {
		thereAndBack(node("a", "memory:" + UUID.randomUUID()), node("b", redis.url() + "/1"));
	}

	@Test
	void redisToH2AndBack() {
		thereAndBack(node("a", redis.url() + "/2"), node("b", "jdbc:h2:mem:" + UUID.randomUUID()));
	}

	@Test
	void redisToMariaDbAndBack() {
		DatabaseServerFixture database = DatabaseServerFixture.mariaDb();
		database.clear();
		thereAndBack(node("a", redis.url() + "/3"), new NodeConfig("b", database.url(), database.username(),
				database.password(), Duration.ofSeconds(60), null));
	}

	@Test
	void redisToMySqlAndBack() {
		DatabaseServerFixture database = DatabaseServerFixture.mySql();
		database.clear();
		thereAndBack(node("a", redis.url() + "/4"), new NodeConfig("b", database.url(), database.username(),
				database.password(), Duration.ofSeconds(60), null));
	}

	private static NodeConfig node(String id, String url) {
		return new NodeConfig(id, url, null, null, Duration.ofSeconds(60), null);
	}

	private static NodeSettings settings(NodeConfig node, int weight) {
		return new NodeSettings(node.id(), node.url(), weight, null, null, node.username(), node.password(), null);
	}

	private static void thereAndBack(NodeConfig a, NodeConfig b) {
		PoolSettings settings = PoolSettings.named("p")
			.timeout(Duration.ofSeconds(60))
			.node(settings(a, 100))
			.node(settings(b, 0))
			.build();
		try (CoordinationStore store = LocalCoordinationStore.shared("kinds-" + UUID.randomUUID());
				Pools pools = TestPools.builder(new RedisNodeFactory(), DATABASES)
					.pools(List.of(settings))
					.weightsIn(store, "/sm", Duration.ofSeconds(20))
					.participant("i", Duration.ofSeconds(30))
					.build()) {
			ShardedTemplate template = pools.get("p");
			fill(template);
			migrate(pools, Map.of("a", 0, "b", 100));
			assertThat(template.nodeFor("key0")).isEqualTo("b");
			assertFilled(template, b, 1);
			change(template);
			migrate(pools, Map.of("a", 100, "b", 0));
			assertThat(template.nodeFor("key0")).isEqualTo("a");
			assertFilled(template, a, 2);
		}
	}

	/** Some live for ever, some for long, some for too short a time. */
	private static void fill(ShardedTemplate template) {
		Map<String, String> lasting = new LinkedHashMap<>();
		Map<String, String> timed = new LinkedHashMap<>();
		Map<String, String> brief = new LinkedHashMap<>();
		for (int i = 0; i < KEYS; i++) {
			lasting.put("key" + i, "value1-" + i);
			timed.put("timed" + i, "value1-" + i);
			brief.put("brief" + i, "value1-" + i);
		}
		template.multiSet(lasting, null);
		template.multiSet(timed, LONG);
		template.multiSet(brief, Duration.ofSeconds(1));
		template.set("bytes", new byte[] { 0, -1, 13, 10 });
	}

	private static void change(ShardedTemplate template) {
		for (int i = 0; i < KEYS; i++) {
			template.set("key" + i, "value2-" + i);
			template.set("timed" + i, "value2-" + i, LONG);
		}
		assertThat(template.increment("counter", 5)).isEqualTo(6);
		assertThat(template.setIfAbsent("key0", "other", null)).isFalse();
	}

	/** Values and times to live are read from the node itself, past the pool. */
	private static void assertFilled(ShardedTemplate template, NodeConfig config, int round) {
		try (NodeStorage node = factory(config).create(config)) {
			for (int i = 0; i < KEYS; i++) {
				String value = "value" + round + "-" + i;
				Looked lasting = look(node, "key" + i);
				Looked timed = look(node, "timed" + i);
				assertThat(lasting.value()).asString(StandardCharsets.UTF_8).isEqualTo(value);
				assertThat(lasting.remaining()).isEqualTo(KeyCopy.NEVER);
				assertThat(timed.value()).asString(StandardCharsets.UTF_8).isEqualTo(value);
				assertThat(timed.remaining()).isBetween(LONG.toMillis() - 300_000, LONG.toMillis());
			}
		}
		assertThat(template.get("key0", String.class)).isEqualTo("value" + round + "-0");
		assertThat(template.get("bytes", byte[].class)).containsExactly(0, -1, 13, 10);
		await().atMost(Duration.ofSeconds(10)).until(() -> template.get("brief0", String.class) == null);
		assertThat(template.increment("counter", 1)).isEqualTo((round == 1) ? 1 : 7);
	}

	private static NodeFactory factory(NodeConfig node) {
		return node.url().startsWith("jdbc:") ? DATABASES
				: node.url().startsWith("redis:") ? new RedisNodeFactory() : new MemoryNodeFactory();
	}

	private static Looked look(NodeStorage node, String key) {
		return node.execute(new NodeCommand.Look(key.getBytes(StandardCharsets.UTF_8))).toCompletableFuture().join();
	}

	private static void migrate(Pools pools, Map<String, Integer> weights) {
		pools.migrations().begin("p", weights, MigrationMode.ACTIVE);
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			pools.migrations().end("p");
			return true;
		});
		await().atMost(Duration.ofSeconds(60)).until(() -> pools.migrations().status("p").phase().equals("STABLE"));
	}

}
