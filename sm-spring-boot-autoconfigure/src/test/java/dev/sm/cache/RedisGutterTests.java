package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A real Redis is killed while another one stands in for it.
 */
class RedisGutterTests {

	private static final int KEYS = 20;

	private static final int FAILURES = 5;

	private static final Duration GUTTER_TTL = Duration.ofSeconds(3);

	@RegisterExtension
	static final RedisServers servers = new RedisServers(3);

	private RedisServerFixture victim;

	private RedisServerFixture living;

	private RedisServerFixture spare;

	private ShardedTemplate template;

	@BeforeEach
	void open() {
		this.victim = servers.get(0);
		this.living = servers.get(1);
		this.spare = servers.get(2);
		this.template = servers.keep(RedisServers.builder()
			.pools(List.of(
					TestPools.settings(List.of(this.victim.url(), this.living.url()),
							(pool) -> pool.timeout(Duration.ofSeconds(1))
								.gutter(new GutterSettings("spare", GUTTER_TTL))
								.health(new HealthSettings(FAILURES, Duration.ofMillis(50), Duration.ofMillis(200),
										64))),
					PoolSettings.named("spare")
						.timeout(Duration.ofSeconds(20))
						.node(NodeSettings.of("g1", this.spare.url(), 100))
						.build()))
			.build()).get("p");
		await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			this.template.multiSet(Map.of(mine(0), "x", others(0), "x"), null);
			return true;
		});
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

		this.victim.kill();
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
			String left = this.spare.execute("PTTL", "p/" + mine.get(i));
			assertThat(Long.parseLong(left.substring(1))).isBetween(1L, GUTTER_TTL.toMillis());
			assertThat(this.spare.execute("EXISTS", "p/" + others.get(i))).isEqualTo(":0");
		}
		assertThat(this.living.execute("DBSIZE")).as("no key has moved to the living").isEqualTo(":" + KEYS);
		assertThat(this.template.describe().unserved()).isZero();

		// as if it had kept what it had
		this.victim.restart();
		mine.forEach((key) -> this.victim.execute("SET", key, "before"));
		await().atMost(Duration.ofSeconds(30)).until(() -> state() == NodeState.SERVING);
		for (String key : mine) {
			assertThat(this.template.get(key, String.class)).as("neither what was before nor what stood in").isNull();
		}
		mine.forEach((key) -> this.template.set(key, "again"));
		assertThat(this.victim.execute("DBSIZE")).isEqualTo(":" + KEYS);
		assertThat(this.template.multiGet(mine, String.class).values()).hasSize(KEYS).containsOnly("again");
		await().atMost(Duration.ofSeconds(30)).until(() -> this.spare.execute("DBSIZE").equals(":0"));
	}

	/** With many threads, those that are under way when it dies may fail too. */
	@Test
	void whoeverComesLaterIsNotKeptWaiting() {
		String key = mine(1);
		this.victim.kill();
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
		this.victim.restart();
		await().atMost(Duration.ofSeconds(30)).until(() -> state() == NodeState.SERVING);
	}

	/** It answers, so its keys stay its own: nothing of them comes into the gutter. */
	@Test
	void aFullServerIsNotStoodInFor() {
		String key = mine(0);
		this.template.set(key, "before");
		RedisCondition.OOM.begin(this.victim);
		try {
			for (int i = 0; i < 3 * FAILURES; i++) {
				assertThatExceptionOfType(DataAccessResourceFailureException.class)
					.isThrownBy(() -> this.template.set(key, "after"))
					.matches(RedisCondition.OOM::said);
				assertThat(this.template.get(key, String.class)).isEqualTo("before");
			}
			assertThat(this.spare.execute("DBSIZE")).isEqualTo(":0");
		}
		finally {
			RedisCondition.OOM.end(this.victim);
		}
		this.template.set(key, "again");
		assertThat(this.template.get(key, String.class)).isEqualTo("again");
	}

	/** What it has can be read and deleted there, and what it refuses is not written. */
	@Test
	void aFullGutterRefusesWritesOfADeadServersKeys() {
		String key = mine(0);
		this.victim.kill();
		await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			this.template.set(key, "v", Duration.ofMinutes(1));
			return true;
		});
		RedisCondition.OOM.begin(this.spare);
		try {
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> this.template.set(key, "w"))
				.withMessageContaining("'spare'")
				.matches(RedisCondition.OOM::said);
			assertThat(this.template.get(key, String.class)).isIn("v", null);
			this.template.delete(key);
			assertThat(this.template.get(key, String.class)).isNull();
		}
		finally {
			RedisCondition.OOM.end(this.spare);
		}
		this.template.set(key, "again");
		assertThat(this.template.get(key, String.class)).isEqualTo("again");
		this.victim.restart();
		await().atMost(Duration.ofSeconds(30)).until(() -> state() == NodeState.SERVING);
		assertThat(this.template.get(key, String.class)).isNull();
	}

	private NodeState state() {
		return this.template.describe().nodes().get(0).state();
	}

}
