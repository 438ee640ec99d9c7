package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Reads from a replica of a Redis server, both real.
 */
class ReadFromTests {

	private static RedisServerFixture primary;

	private static RedisServerFixture replica;

	@BeforeAll
	static void start() {
		primary = RedisServerFixture.start();
		replica = RedisServerFixture.start("--replicaof", "127.0.0.1", "" + primary.port(),
				"--repl-diskless-sync-delay", "0");
		await().atMost(Duration.ofSeconds(30))
			.until(() -> replica.execute("INFO", "replication").contains("master_link_status:up"));
	}

	@AfterAll
	static void stop() {
		replica.close();
		primary.close();
	}

	@Test
	void readsGoToTheReplicaAndWritesDoNot() {
		try (Pools pools = open()) {
			ShardedTemplate template = pools.get("p");
			template.multiSet(Map.of("a", "1", "b", "2"), null);
			await().until(() -> template.multiGet(List.of("a", "b"), String.class).size() == 2);
			long before = reads(primary);
			long there = reads(replica);
			for (int i = 0; i < 10; i++) {
				assertThat(template.get("a", String.class)).isEqualTo("1");
			}
			assertThat(template.async().get("b", String.class).join()).isEqualTo("2");
			assertThat(reads(primary)).isEqualTo(before);
			assertThat(reads(replica) - there).isEqualTo(11);
		}
	}

	@Test
	void ownersAndLoadsOfWhatIsMissingAskTheNode() {
		try (Pools pools = open()) {
			ShardedTemplate template = pools.get("p");
			replica.execute("CONFIG", "SET", "replica-read-only", "no");
			template.set("c", "1");
			await().until(() -> "1".equals(replica.execute("GET", "c")));
			replica.execute("DEL", "c");
			assertThat(template.get("c", String.class)).isNull();
			assertThat(template.fencedBy(new FencedOperationsTests.TestShard(7)).get("c", String.class)).isEqualTo("1");
			assertThat(template.getOrLoad("c", String.class, Duration.ofMinutes(1), () -> "loaded")).isEqualTo("1");
		}
	}

	@Test
	void replicaThatIsPausedCostsHalfTheTimeUntilItIsLeftAlone() {
		try (Pools pools = open()) {
			ShardedTemplate template = pools.get("p");
			template.set("d", "1");
			replica.pause();
			for (int i = 0; i < 8; i++) {
				assertThat(template.get("d", String.class)).isEqualTo("1");
			}
			assertThat(pools.get("p").describe().unserved()).isZero();
			replica.resume();
			long there = reads(replica);
			await().until(() -> "1".equals(template.get("d", String.class)) && reads(replica) > there);
		}
	}

	@Test
	void readsGoOnWhileTheNodeIsDownAndWritesFail() {
		try (Pools pools = open()) {
			ShardedTemplate template = pools.get("p");
			template.set("e", "1");
			await().until(() -> "1".equals(replica.execute("GET", "e")));
			primary.pause();
			for (int i = 0; i < 5; i++) {
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.set("e", "2"));
				assertThat(template.get("e", String.class)).isEqualTo("1");
			}
			assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> template.set("e", "3"))
				.withMessageContaining("in a row");
			primary.resume();
			await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
				template.set("e", "4");
				return true;
			});
		}
	}

	@Test
	void copiesAreForShardedPoolsWithoutNearCache() {
		NodeSettings node = NodeSettings.of("n1", "memory:", 100).readFrom(List.of("memory:"));
		assertRefused((pool) -> pool.type(PoolSettings.Type.REPLICATED).node(node), "'type' to be 'sharded'");
		assertRefused((pool) -> pool.near(new NearSettings(10, Duration.ofSeconds(1))).node(node),
				"'near-cache.enabled'");
		assertRefused((pool) -> pool.node(node.readFrom(List.of("localhost"))), "'read-from' of node 'n1'");
		assertRefused((pool) -> pool.node(node.readFrom(List.of("nosuch://a"))), "node 'n1/read-from[0]'");
	}

	private static void assertRefused(UnaryOperator<PoolSettings.Builder> change, String message) {
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> TestPools.open(change.apply(PoolSettings.named("p")).build()))
			.withMessageContaining(message);
	}

	private static long reads(RedisServerFixture server) {
		String stats = server.execute("INFO", "commandstats");
		return calls(stats, "cmdstat_get:calls=") + calls(stats, "cmdstat_mget:calls=");
	}

	private static long calls(String stats, String name) {
		int at = stats.indexOf(name);
		return (at < 0) ? 0 : Long.parseLong(stats.substring(at + name.length(), stats.indexOf(',', at)));
	}

	private static Pools open() {
		PoolSettings settings = PoolSettings.named("p")
			.timeout(Duration.ofSeconds(1))
			.health(new HealthSettings(5, Duration.ofMillis(50), Duration.ofMillis(200), 100))
			.node(NodeSettings.of("n1", primary.url(), 100).readFrom(List.of(replica.url())))
			.build();
		Pools pools = TestPools.open(settings, new RedisNodeFactory());
		await().atMost(Duration.ofSeconds(30)).ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			pools.get("p").set("ready", "yes");
			return "yes".equals(pools.get("p").get("ready", String.class));
		});
		return pools;
	}

}
