package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a Redis server that is dead, slow or owned by somebody else costs.
 */
class RedisPoolFailuresTests {

	private static final long TIMEOUT = 500;

	private List<RedisServerFixture> servers;

	private Pools pools;

	private ShardedTemplate template;

	@BeforeEach
	void open() {
		this.servers = List.of(RedisServerFixture.start(), RedisServerFixture.start(), RedisServerFixture.start());
		this.pools = openPools();
		this.template = this.pools.get("p");
		await().ignoreExceptionsInstanceOf(PartialResultException.class)
			.untilAsserted(() -> this.template.multiSet(threeKeys(), null));
	}

	@AfterEach
	void close() {
		this.pools.close();
		this.servers.forEach(RedisServerFixture::close);
	}

	@Test
	void deadServerCostsItsOwnKeys() {
		this.servers.get(1).kill();
		for (int i = 0; i < 20; i++) {
			assertThat(this.template.get(keyOn("n1"), String.class)).isEqualTo("n1");
			assertThat(this.template.get(keyOn("n3"), String.class)).isEqualTo("n3");
		}
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.template.get(keyOn("n2"), String.class))
			.withMessageContainingAll("'n2'", "'p'");
		assertThatExceptionOfType(PartialResultException.class)
			.isThrownBy(() -> this.template.multiGet(threeKeys().keySet(), String.class))
			.satisfies((ex) -> {
				assertThat(ex.getResults()).containsOnlyKeys(keyOn("n1"), keyOn("n3"));
				assertThat(ex.getFailedKeys()).containsExactly(keyOn("n2"));
			});
		this.template.probe().join();
		assertThat(this.template.describe().nodes()).extracting(PoolDescription.NodeInfo::up)
			.containsExactly(true, false, true);
	}

	@Test
	void serverIsConnectedToBeforeAnybodyUsesIt() {
		String clients = this.servers.get(0).execute("INFO", "clients");
		try (Pools unused = openPools()) {
			assertThat(unused.names()).containsExactly("p");
			await().untilAsserted(() -> assertThat(connected(this.servers.get(0).execute("INFO", "clients")))
				.isEqualTo(connected(clients) + 1));
		}
	}

	private static int connected(String info) {
		return Integer.parseInt(info.replaceAll("(?s).*connected_clients:(\\d+).*", "$1"));
	}

	@Test
	void serverThatComesBackServesAgain() {
		this.servers.get(1).restart();
		await().ignoreExceptionsInstanceOf(DataAccessException.class)
			.untilAsserted(() -> assertThat(this.template.setIfAbsent(keyOn("n2"), "again", null)).isTrue());
	}

	@Test
	void slowServerCostsItsOwnKeysAndNoLongerThanTheTimeout() {
		this.servers.get(1).pause();
		CompletableFuture<String> async = this.template.async().get(keyOn("n2"), String.class);
		long started = System.nanoTime();
		assertThatExceptionOfType(QueryTimeoutException.class)
			.isThrownBy(() -> this.template.get(keyOn("n2"), String.class));
		Duration took = Duration.ofNanos(System.nanoTime() - started);
		assertThat(took).isBetween(Duration.ofMillis(TIMEOUT / 2), Duration.ofMillis(TIMEOUT * 8));
		assertThat(async).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(QueryTimeoutException.class);
		assertThat(this.template.get(keyOn("n1"), String.class)).isEqualTo("n1");
		assertThat(this.template.get(keyOn("n3"), String.class)).isEqualTo("n3");
		this.servers.get(1).resume();
		await().ignoreExceptionsInstanceOf(DataAccessException.class)
			.untilAsserted(() -> assertThat(this.template.get(keyOn("n2"), String.class)).isEqualTo("n2"));
	}

	@Test
	void serverRefusesAnOlderOwnerInAnotherInstance() {
		try (Pools elsewhere = openPools()) {
			ShardedOperations old = elsewhere.get("p").fencedBy(new FencedOperationsTests.TestShard(7));
			old.set("k", "old");
			ShardedOperations owner = this.template.fencedBy(new FencedOperationsTests.TestShard(8));
			assertThat(owner.get("k", String.class)).isEqualTo("old");
			assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.set("k", "late"));
			assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.increment("k", 1));
			assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.delete("k"));
			assertThat(owner.get("k", String.class)).isEqualTo("old");
			assertThat(owner.increment("n", 3)).isEqualTo(3);
		}
	}

	private Pools openPools() {
		return TestPools.open(TestPools.settings(this.servers.stream().map(RedisServerFixture::url).toList(),
				(pool) -> pool.timeout(Duration.ofMillis(TIMEOUT))), new RedisNodeFactory());
	}

	private Map<String, String> threeKeys() {
		return Map.of(keyOn("n1"), "n1", keyOn("n2"), "n2", keyOn("n3"), "n3");
	}

	private String keyOn(String node) {
		return TestPools.keyOn(this.template, node);
	}

}
