package dev.sm.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The upgrade from ShardedKV in docs/migration.md: nodes that were filled as ShardedKV
 * places keys (told by its own continuum, not by ours) are read where they are, written
 * so that ShardedKV finds it, and then given another node.
 */
class ShardedKvUpgradeTests {

	private static final Map<String, Integer> DATABASES = Map.of("localhost:1001", 1, "localhost:1002", 2,
			"localhost:1003", 3);

	@Test
	void dataStaysWhereItIsAndMovesOnlyWhenANodeIsAdded() throws IOException {
		Map<String, String> placed = placed();
		try (RedisServerFixture server = RedisServerFixture.start();
				CoordinationStore store = LocalCoordinationStore.shared("upgrade-" + UUID.randomUUID())) {
			placed.forEach((key, bucket) -> set(server, DATABASES.get(bucket), key, "of " + key));
			try (Pools pools = pools(server, store)) {
				ShardedTemplate template = pools.get("p");
				placed.forEach((key, bucket) -> assertThat(template.get(key, String.class)).isEqualTo("of " + key));
				String first = placed.keySet().iterator().next();
				template.set(first, "changed", Duration.ofMinutes(5));
				assertThat(get(server, DATABASES.get(placed.get(first)), first)).isEqualTo("changed");
				template.set(first, "of " + first);
				Map<String, Integer> weights = Map.of("one", 100, "two", 200, "three", 400, "four", 300);
				MigrationPlan plan = pools.migrations().plan("p", weights);
				assertThat(plan.keys()).isBetween(placed.size() / 10L, placed.size() / 2L);
				pools.migrations().begin("p", weights, MigrationMode.ACTIVE);
				placed.forEach((key, bucket) -> assertThat(template.get(key, String.class)).isEqualTo("of " + key));
				await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
					pools.migrations().end("p");
					return true;
				});
				await().atMost(Duration.ofSeconds(60))
					.until(() -> pools.migrations().status("p").phase().equals("STABLE"));
				placed.forEach((key, bucket) -> assertThat(template.get(key, String.class)).isEqualTo("of " + key));
				assertThat(placed.keySet()).anyMatch((key) -> template.nodeFor(key).equals("four"));
			}
		}
	}

	/** What Algorithm::ConsistentHash::Ketama chose for 1,000 keys. */
	private static Map<String, String> placed() throws IOException {
		Map<String, String> placed = new LinkedHashMap<>();
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects.requireNonNull(
						ShardedKvUpgradeTests.class.getResourceAsStream("/vectors/sharded-kv/t002_keys.tsv")),
				StandardCharsets.UTF_8))) {
			reader.lines().filter((line) -> !line.startsWith("#")).limit(1000).forEach((line) -> {
				String[] row = line.split("\t");
				placed.put(row[0], row[2]);
			});
		}
		return placed;
	}

	private static Pools pools(RedisServerFixture server, CoordinationStore store) {
		PoolSettings settings = PoolSettings.named("p")
			.algorithm("sharded-kv")
			.timeout(Duration.ofSeconds(60))
			.node(NodeSettings.of("one", server.url() + "/1", 100).index(0).label("localhost:1001"))
			.node(NodeSettings.of("two", server.url() + "/2", 200).index(1).label("localhost:1002"))
			.node(NodeSettings.of("three", server.url() + "/3", 400).index(2).label("localhost:1003"))
			.node(NodeSettings.of("four", server.url() + "/4", 0).index(3).label("localhost:1004"))
			.build();
		return TestPools.builder(new RedisNodeFactory())
			.pools(List.of(settings))
			.weightsIn(store, "/sm", Duration.ofSeconds(20))
			.participant("i", Duration.ofSeconds(30))
			.build();
	}

	private static void set(RedisServerFixture server, int database, String key, String value) {
		server.execute("EVAL", "redis.call('SELECT', ARGV[1]) return redis.call('SET', KEYS[1], ARGV[2])", "1", key,
				String.valueOf(database), value);
	}

	private static String get(RedisServerFixture server, int database, String key) {
		return server.execute("EVAL", "redis.call('SELECT', ARGV[1]) return redis.call('GET', KEYS[1])", "1", key,
				String.valueOf(database));
	}

}
