package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Redis is killed while another one stands in for it.
 */
class RedisGutterTests {

	private static final int KEYS = 20;

	private static final int FAILURES = 5;

	private static final Duration GUTTER_TTL = Duration.ofSeconds(3);

	private static RedisServerFixture victim;

	private static RedisServerFixture living;

	private static RedisServerFixture spare;

	private Pools pools;

	private ShardedTemplate template;

	@BeforeAll
	static void startServers() {
		victim = RedisServerFixture.start();
		living = RedisServerFixture.start();
		spare = RedisServerFixture.start();
	}

	@AfterAll
	static void stopServers() {
		victim.close();
		living.close();
		spare.close();
	}

	@BeforeEach
	void open() {
		List.of(victim, living, spare).forEach((server) -> server.execute("FLUSHALL"));
		this.pools = TestPools.builder(new RedisNodeFactory())
			.pools(List.of(
					TestPools.settings(List.of(victim.url(), living.url()),
							(pool) -> pool.timeout(Duration.ofSeconds(1))
								.gutter(new GutterSettings("spare", GUTTER_TTL))
								.health(new HealthSettings(FAILURES, Duration.ofMillis(50), Duration.ofMillis(200),
										64))),
					PoolSettings.named("spare")
						.timeout(Duration.ofSeconds(20))
						.node(NodeSettings.of("g1", spare.url(), 100))
						.build()))
			.build();
		this.template = this.pools.get("p");
		await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			this.template.multiSet(Map.of(mine(0), "x", others(0), "x"), null);
			return true;
		});
	}

	@AfterEach
	void close() {
		this.pools.close();
	}

	private String mine(int number) {
		return TestPools.keyOn(this.template, "n1", number);
	}

	private String others(int number) {
		return TestPools.keyOn(this.template, "n2", number);
	}

	@Test
	void aKilledServerCostsAFewOperationsOfItsOwnKeysAndNothingElseMoves() {
		List<String> mine = new ArrayList<>();
		List<String> others = new ArrayList<>();
		for (int i = 0; i < KEYS; i++) {
			mine.add(mine(i));
			others.add(others(i));
		}
		mine.forEach((key) -> this.template.set(key, "before"));
		others.forEach((key) -> this.template.set(key, "before"));

		victim.kill();
		long killed = System.nanoTime();
		int failed = 0;
		long slowest = 0;
		for (int i = 0; i < 10 * KEYS; i++) {
			assertThat(this.template.get(others.get(i % KEYS), String.class)).isEqualTo("before");
			long began = System.nanoTime();
			try {
				this.template.set(mine.get(i % KEYS), "after" + i);
			}
			catch (DataAccessException ex) {
				failed++;
				assertThat(ex).hasMessageContainingAll("'n1'", "'p'");
			}
			slowest = Math.max(slowest, System.nanoTime() - began);
		}
		System.out.printf(
				"A Redis was killed: %d of %d writes of its keys failed, the slowest operation took %d ms,"
						+ " all was over after %d ms%n",
				failed, 10 * KEYS, slowest / 1_000_000, (System.nanoTime() - killed) / 1_000_000);
		assertThat(failed).isBetween(1, FAILURES);
		assertThat(slowest).isLessThan(TimeUnit.SECONDS.toNanos(10));

		for (int i = 0; i < KEYS; i++) {
			assertThat(this.template.get(mine.get(i), String.class)).isEqualTo("after" + (9 * KEYS + i));
			assertThat(this.template.nodeFor(mine.get(i))).isEqualTo("n1");
			assertThat(this.template.nodeFor(others.get(i))).isEqualTo("n2");
			String left = spare.execute("PTTL", "p/" + mine.get(i));
			assertThat(Long.parseLong(left.substring(1))).isBetween(1L, GUTTER_TTL.toMillis());
			assertThat(spare.execute("EXISTS", "p/" + others.get(i))).isEqualTo(":0");
		}
		assertThat(living.execute("DBSIZE")).as("no key has moved to the living").isEqualTo(":" + KEYS);
		assertThat(this.template.describe().unserved()).isZero();

		// as if it had kept what it had
		victim.restart();
		mine.forEach((key) -> victim.execute("SET", key, "before"));
		await().atMost(Duration.ofSeconds(30)).until(() -> state() == NodeState.SERVING);
		for (String key : mine) {
			assertThat(this.template.get(key, String.class)).as("neither what was before nor what stood in").isNull();
		}
		mine.forEach((key) -> this.template.set(key, "again"));
		assertThat(victim.execute("DBSIZE")).isEqualTo(":" + KEYS);
		assertThat(this.template.multiGet(mine, String.class).values()).hasSize(KEYS).containsOnly("again");
		await().atMost(Duration.ofSeconds(30)).until(() -> spare.execute("DBSIZE").equals(":0"));
	}

	/** With many threads, those that are under way when it dies may fail too. */
	@Test
	void whoeverComesLaterIsNotKeptWaiting() {
		String key = mine(1);
		victim.kill();
		await().ignoreExceptionsInstanceOf(DataAccessException.class).pollInterval(Duration.ofMillis(1)).until(() -> {
			this.template.set(key, "v");
			return true;
		});
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			all.add(this.template.async().set(key, "v" + i));
		}
		all.forEach((each) -> each.orTimeout(20, TimeUnit.SECONDS).join());
		assertThat(this.template.get(key, String.class)).isEqualTo("v199");
		victim.restart();
		await().atMost(Duration.ofSeconds(30)).until(() -> state() == NodeState.SERVING);
	}

	private NodeState state() {
		return this.template.describe().nodes().get(0).state();
	}

}
