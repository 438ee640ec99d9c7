package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.sm.cache.PoolSettings.MigrationFence;
import dev.sm.cache.near.CaffeineNearCaching;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Pools that keep values of real Redis servers inside the instance.
 */
class NearCacheTests {

	private static final NearSettings NEAR = new NearSettings(1000, Duration.ofSeconds(30));

	@RegisterExtension
	static final RedisServers servers = new RedisServers(1, "--enable-debug-command", "yes");

	private RedisServerFixture server;

	private ShardedTemplate template;

	@BeforeEach
	void open() {
		this.server = servers.get(0);
		this.template = open(this.server.url(), (pool) -> pool.near(NEAR));
	}

	private static ShardedTemplate open(String url, UnaryOperator<PoolSettings.Builder> change) {
		return servers.open(List.of(url), (pool) -> change.apply(pool.timeout(Duration.ofSeconds(20))));
	}

	private static PoolSettings settings(String url, UnaryOperator<PoolSettings.Builder> change) {
		return TestPools.settings(List.of(url), (pool) -> change.apply(pool.timeout(Duration.ofSeconds(20))));
	}

	private String get(String key) {
		return this.template.get(key, String.class);
	}

	private long hits() {
		return this.template.near().orElseThrow().hits();
	}

	/** Reads until the value comes from memory. */
	private void keep(String key, String value) {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
			long before = hits();
			return value.equals(get(key)) && hits() > before;
		});
	}

	@Test
	void answersFromMemory() {
		this.template.set("k", Map.of("a", 1));
		this.template.get("k", Object.class);
		await().until(() -> {
			long before = hits();
			this.template.get("k", Object.class);
			return hits() > before;
		});
		String calls = calls();
		for (int i = 0; i < 50; i++) {
			assertThat(this.template.get("k", Object.class)).isEqualTo(Map.of("a", 1));
			assertThat(this.template.async().get("k", Object.class).join()).isEqualTo(Map.of("a", 1));
		}
		assertThat(calls()).isEqualTo(calls);
		assertThat(open(this.server.url(), UnaryOperator.identity()).near()).isEmpty();
	}

	private String calls() {
		String stats = this.server.execute("INFO", "commandstats");
		return stats.lines().filter((line) -> line.startsWith("cmdstat_get:")).findFirst().orElse("").split(",")[0];
	}

	@Test
	void othersWritesAreTold() {
		ShardedTemplate other = open(this.server.url(), UnaryOperator.identity());
		this.template.set("k", "1");
		keep("k", "1");
		other.set("k", "2");
		await().until(() -> "2".equals(get("k")));
		keep("k", "2");
		other.delete("k");
		await().until(() -> get("k") == null);
		other.set("k", "3");
		await().until(() -> "3".equals(get("k")));
		keep("k", "3");
		this.server.execute("FLUSHALL");
		await().until(() -> get("k") == null);
	}

	@Test
	void ownWritesAreSeenAtOnce() {
		for (int i = 0; i < 200; i++) {
			String value = "v" + i;
			switch (i % 5) {
				case 0 -> this.template.set("k", value);
				case 1 -> this.template.multiSet(Map.of("k", value, "other", "x"), null);
				case 2 -> this.template.async().set("k", value, Duration.ofHours(1)).join();
				case 3 -> this.template.execute("k", (key, operations) -> {
					((StringRedisTemplate) operations).opsForValue().set(key, value);
					return true;
				});
				default -> {
					this.template.delete("k");
					assertThat(get("k")).isNull();
					this.template.setIfAbsent("k", value, null);
				}
			}
			assertThat(get("k")).isEqualTo(value);
			assertThat(this.template.multiGet(List.of("k", "absent"), String.class))
				.containsExactly(Map.entry("k", value));
		}
		this.template.set("n", 1);
		for (int i = 2; i < 50; i++) {
			assertThat(this.template.increment("n", 1)).isEqualTo(i);
			assertThat(this.template.get("n", Integer.class)).isEqualTo(i);
		}
		assertThat(this.template.multiDelete(List.of("k", "n"))).isEqualTo(2);
		assertThat(get("k")).isNull();
	}

	@Test
	void aValueIsNotKeptLongerThanTheNodeWould() {
		this.server.execute("DEBUG", "SET-ACTIVE-EXPIRE", "0");
		try {
			this.template.set("k", "1", Duration.ofMillis(700));
			keep("k", "1");
			await().pollInterval(Duration.ofMillis(50)).until(() -> get("k") == null);
			this.template.set("e", "1");
			keep("e", "1");
			this.template.expire("e", Duration.ofMillis(300));
			await().until(() -> get("e") == null);
		}
		finally {
			this.server.execute("DEBUG", "SET-ACTIVE-EXPIRE", "1");
		}
	}

	@Test
	void aLostConnectionTakesWhatWasReadOnIt() {
		try (TcpProxyFixture proxy = TcpProxyFixture.start(this.server.port())) {
			this.template = open("redis://127.0.0.1:" + proxy.port(), (pool) -> pool.near(NEAR));
			this.template.set("k", "1");
			for (int i = 2; i < 12; i++) {
				keep("k", String.valueOf(i - 1));
				long losses = this.template.near().orElseThrow().losses();
				if (i % 2 == 0) {
					this.server.execute("CLIENT", "KILL", "TYPE", "normal");
				}
				else {
					proxy.cut();
				}
				this.server.execute("SET", "k", String.valueOf(i));
				await().until(() -> this.template.near().orElseThrow().losses() > losses);
				String expected = String.valueOf(i);
				await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> expected.equals(get("k")));
			}
		}
	}

	@Test
	void aServerThatDoesNotTellIsAskedAlways() {
		this.server.execute("ACL", "SETUSER", "limited", "on", ">secret", "~*", "+@all", "-client|tracking");
		this.template = open("redis://limited:secret@127.0.0.1:" + this.server.port(), (pool) -> pool.near(NEAR));
		this.template.set("k", "1");
		for (int i = 0; i < 5; i++) {
			this.server.execute("SET", "k", "v" + i);
			assertThat(get("k")).isEqualTo("v" + i);
		}
		assertThat(hits()).isZero();
	}

	/** What a write is refused for is not what memory has. */
	@Test
	void whatAFullServerRefusesIsNotSeen() {
		ShardedTemplate other = open(this.server.url(), UnaryOperator.identity());
		this.template.set("k", "1");
		keep("k", "1");
		RedisCondition.OOM.begin(this.server);
		try {
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(DataAccessResourceFailureException.class)
					.isThrownBy(() -> this.template.set("k", "2"))
					.matches(RedisCondition.OOM::said);
				assertThat(get("k")).isEqualTo("1");
			}
			keep("k", "1");
			assertThat(other.delete("k")).isTrue();
			await().until(() -> get("k") == null);
		}
		finally {
			RedisCondition.OOM.end(this.server);
		}
		this.template.set("k", "3");
		assertThat(get("k")).isEqualTo("3");
	}

	@Test
	void memoryNodesNeedNone() {
		ShardedTemplate memory = open("memory:", (pool) -> pool.near(NEAR));
		memory.set("k", "1");
		assertThat(memory.get("k", String.class)).isEqualTo("1");
		assertThat(memory.near()).isEmpty();
	}

	@Test
	void refusesWhatItCannotKeepTrue() {
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> TestPools.builder(new ScriptedNodes())
				.near(CaffeineNearCaching::new)
				.pools(List.of(settings("scripted:n1", (pool) -> pool.near(NEAR))))
				.build())
			.withMessageContaining("node 'n1'");
		assertThatExceptionOfType(InvalidPoolException.class).isThrownBy(
				() -> TestPools.open(settings(this.server.url(), (pool) -> pool.near(NEAR)), new RedisNodeFactory()))
			.withMessageContaining("caffeine");
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> settings("redis://x", (pool) -> pool.near(NEAR).migrationFence(MigrationFence.SCRIPT)))
			.withMessageContaining("migration.fence");
	}

	@Test
	void staysTrueWhileKeysMove() {
		try (CoordinationStore store = LocalCoordinationStore.shared("near-migration")) {
			Pools near = migrating(store, "a", NEAR);
			Pools other = migrating(store, "b", null);
			fill(near.get("p"));
			for (int round = 0; round < 2; round++) {
				int m = round;
				near.migrations().begin("p", Map.of("n1", 100, "n2", 100 * (1 - round)), MigrationMode.ACTIVE);
				await().untilAsserted(() -> {
					writeAndCompare(other.get("p"), near.get("p"), m);
					near.migrations().end("p");
				});
				writeAndCompare(other.get("p"), near.get("p"), round + 10);
			}
		}
	}

	private Pools migrating(CoordinationStore store, String participant, NearSettings near) {
		PoolSettings settings = TestPools.settings(List.of(this.server.url() + "/3", this.server.url() + "/4"),
				(pool) -> pool.timeout(Duration.ofSeconds(20)).near(near));
		settings = settings.withNodes(List.of(settings.nodes().get(0), settings.nodes().get(1).weight(0)));
		return servers.keep(RedisServers.builder()
			.pools(List.of(settings))
			.weightsIn(store, "/near", Duration.ofSeconds(10))
			.participant(participant, Duration.ofSeconds(10))
			.build());
	}

	private static void fill(ShardedTemplate template) {
		for (int i = 0; i < 50; i++) {
			template.set("k" + i, "0");
			template.get("k" + i, String.class);
		}
	}

	/** What the other has written is seen soon, and what is written here at once. */
	private static void writeAndCompare(ShardedTemplate other, ShardedTemplate near, int round) {
		for (int i = 0; i < 20; i++) {
			String key = "k" + i;
			String value = round + "-" + i;
			other.set(key, value);
			await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(2))
				.until(() -> value.equals(near.get(key, String.class)));
			near.set(key, value + "x");
			assertThat(near.get(key, String.class)).isEqualTo(value + "x");
			assertThat(other.get(key, String.class)).isEqualTo(value + "x");
		}
	}

	/**
	 * Connections are killed and cut, packets stop and the server sleeps; and whatever is
	 * read shows all that was acknowledged before the bound.
	 */
	@Test
	void isNeverStalerThanTheBound() {
		Duration bound = Duration.ofMillis(200);
		try (TcpProxyFixture proxy = TcpProxyFixture.start(this.server.port())) {
			ShardedTemplate writer = open(this.server.url(), (pool) -> pool.timeout(Duration.ofSeconds(10)));
			ShardedTemplate reader = open("redis://127.0.0.1:" + proxy.port(),
					(pool) -> pool.timeout(Duration.ofMillis(400)).near(new NearSettings(1000, bound)));
			StaleReads stale = new StaleReads(writer, reader);
			for (int i = 0; i < 16; i++) {
				StaleReads.disturb(this.server, List.of(proxy), 0, i % 4);
			}
			stale.end("near cache", bound.toNanos());
		}
	}

}
