package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Migrations of real pools, between nodes in memory and on a real Redis.
 */
class LiveMigrationTests {

	private static final Map<String, Integer> THREE = Map.of("n1", 100, "n2", 100, "n3", 100, "n4", 0);

	private static final Map<String, Integer> FOUR = Map.of("n1", 100, "n2", 100, "n3", 100, "n4", 100);

	private static RedisServerFixture server;

	private CoordinationStore store;

	private final List<Pools> opened = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = RedisServerFixture.start("--enable-debug-command", "yes");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void openStore() {
		this.store = LocalCoordinationStore.shared("live-migration");
		server.execute("FLUSHALL");
	}

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
		this.store.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "redis", "both" })
	void nothingIsLostWhenANodeIsAddedAndRemoved(String kind) {
		Pools pools = open(kind, UnaryOperator.identity());
		ShardedTemplate template = pools.get("p");
		fill(template, 2000);
		migrate(pools, FOUR);
		assertFilled(template, 2000);
		assertThat(nodes(template, 2000)).containsExactly("n1", "n2", "n3", "n4");
		migrate(pools, Map.of("n1", 100, "n2", 100, "n4", 50));
		assertFilled(template, 2000);
		assertThat(nodes(template, 2000)).containsExactly("n1", "n2", "n4");
		assertThat(pools.migrations().status("p").to()).containsEntry("n4", 50).containsEntry("n3", 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "redis" })
	void verbsWorkWhileKeysMove(String kind) {
		Pools first = open(kind, UnaryOperator.identity());
		Pools second = open(kind, UnaryOperator.identity());
		fill(first.get("p"), 1000);
		AtomicBoolean stop = new AtomicBoolean();
		List<CompletableFuture<Long>> workers = List.of(count(first.get("p"), stop), count(second.get("p"), stop));
		migrate(first, FOUR);
		migrate(second, THREE);
		stop.set(true);
		long counted = workers.stream().mapToLong(CompletableFuture::join).sum();
		long found = 0;
		for (int i = 0; i < 50; i++) {
			Long value = second.get("p").get("counter" + i, Long.class);
			found += (value != null) ? value : 0;
		}
		assertThat(found).isEqualTo(counted).isPositive();
		assertFilled(second.get("p"), 1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "redis", "both" })
	void loadsUnderWayStayTheOnlyOnesWhileTheirKeysMove(String kind) {
		LoadSettings load = new LoadSettings(Duration.ofSeconds(60), Duration.ofMinutes(1), 0, Duration.ofMinutes(1));
		Pools first = open(kind, (pool) -> pool.load(load));
		Pools second = open(kind, (pool) -> pool.load(load));
		AtomicInteger loads = new AtomicInteger();
		CountDownLatch go = new CountDownLatch(1);
		List<CompletableFuture<String>> callers = new ArrayList<>();
		loadAll(first.get("p"), loads, go, callers);
		await().until(() -> loads.get() == 20);
		migrate(first, FOUR);
		loadAll(second.get("p"), loads, go, callers);
		migrate(second, THREE);
		go.countDown();
		callers.forEach((caller) -> assertThat(caller.join()).startsWith("loaded"));
		assertThat(loads).hasValue(20);
		try (Stream<String> keys = first.get("p").scan("")) {
			assertThat(keys.collect(Collectors.toSet())).hasSize(20);
		}
	}

	private static void loadAll(ShardedTemplate template, AtomicInteger loads, CountDownLatch go,
			List<CompletableFuture<String>> callers) {
		for (int i = 0; i < 20; i++) {
			String key = "load" + i;
			callers.add(template.async().getOrLoad(key, String.class, Duration.ofMinutes(1), () -> {
				loads.incrementAndGet();
				go.await();
				return "loaded " + key;
			}));
		}
	}

	@Test
	void abortInTheMiddleLosesNothing() {
		Pools pools = open("redis", (pool) -> pool.migrationRate(2000));
		ShardedTemplate template = pools.get("p");
		fill(template, 4000);
		pools.migrations().begin("p", FOUR, MigrationMode.ACTIVE);
		await().until(() -> pools.migrations().status("p").moved() > 50);
		assertFilled(template, 200);
		pools.migrations().abort("p");
		awaitStable(pools);
		assertFilled(template, 4000);
		assertThat(nodes(template, 4000)).containsExactly("n1", "n2", "n3");
	}

	@Test
	void passiveMigrationKeepsWhatIsUsed() {
		Pools pools = open("redis", UnaryOperator.identity());
		ShardedTemplate template = pools.get("p");
		fill(template, 500);
		pools.migrations().begin("p", FOUR, MigrationMode.PASSIVE);
		await().until(() -> pools.migrations().status("p").phase().equals("RUN"));
		assertThat(pools.migrations().status("p").remaining()).isNull();
		assertFilled(template, 500);
		await().until(() -> Long.parseLong(
				server.execute("EVAL", "redis.call('SELECT', 3) return redis.call('DBSIZE')", "0").substring(1)) > 100);
		template.set("key0", "changed");
		template.delete("key1");
		pools.migrations().end("p");
		awaitStable(pools);
		assertThat(template.get("key0", String.class)).isEqualTo("changed");
		assertThat(template.get("key1", String.class)).isNull();
		assertThatExceptionOfType(MigrationRefusedException.class).isThrownBy(() -> pools.migrations().abort("p"));
	}

	@Test
	void executeAndScanWorkWhileKeysMove() {
		Pools pools = open("redis", (pool) -> pool.migrationRate(500));
		ShardedTemplate template = pools.get("p");
		fill(template, 2000);
		pools.migrations().begin("p", FOUR, MigrationMode.ACTIVE);
		await().until(() -> pools.migrations().status("p").phase().equals("RUN"));
		try (Stream<String> keys = template.scan("key")) {
			assertThat(keys.collect(Collectors.toSet())).hasSize(2000);
		}
		for (int i = 0; i < 200; i++) {
			String length = template.execute("key" + i,
					(key, operations) -> String.valueOf(((StringRedisTemplate) operations).opsForValue().size(key)));
			assertThat(length).isEqualTo(String.valueOf(("value" + i).length()));
		}
		pools.migrations().abort("p");
		awaitStable(pools);
		assertFilled(template, 2000);
	}

	@Test
	void requestsThatCannotBeAreRefused() {
		Pools pools = open("memory", UnaryOperator.identity());
		PoolMigrations migrations = pools.migrations();
		assertRefused(() -> migrations.begin("p", THREE, MigrationMode.ACTIVE), "already");
		assertRefused(() -> migrations.begin("p", Map.of("n9", 1), MigrationMode.ACTIVE), "n9");
		assertRefused(() -> migrations.end("p"), "no migration");
		assertRefused(() -> migrations.abort("p"), "no migration");
		fill(pools.get("p"), 10);
		migrations.begin("p", FOUR, MigrationMode.PASSIVE);
		assertRefused(() -> migrations.begin("p", FOUR, MigrationMode.ACTIVE), "runs already");
	}

	private static void assertRefused(ThrowingCallable call, String message) {
		assertThatExceptionOfType(MigrationRefusedException.class).isThrownBy(call).withMessageContaining(message);
	}

	private static CompletableFuture<Long> count(ShardedTemplate template, AtomicBoolean stop) {
		return CompletableFuture.supplyAsync(() -> {
			long counted = 0;
			while (!stop.get()) {
				template.increment("counter" + counted % 50, 1);
				counted++;
				LockSupport.parkNanos(300_000);
			}
			return counted;
		}, (task) -> new Thread(task).start());
	}

	private static void fill(ShardedTemplate template, int count) {
		for (int i = 0; i < count; i++) {
			template.set("key" + i, "value" + i);
		}
	}

	private static void assertFilled(ShardedTemplate template, int count) {
		List<String> keys = Stream.iterate(0, (i) -> i + 1).limit(count).map((i) -> "key" + i).toList();
		Map<String, String> found = template.multiGet(keys, String.class);
		assertThat(found).hasSize(count);
		found.forEach((key, value) -> assertThat(value).isEqualTo("value" + key.substring(3)));
	}

	private static Set<String> nodes(ShardedTemplate template, int count) {
		Set<String> nodes = new TreeSet<>();
		for (int i = 0; i < count; i++) {
			nodes.add(template.nodeFor("key" + i));
		}
		return nodes;
	}

	private static void migrate(Pools pools, Map<String, Integer> weights) {
		pools.migrations().begin("p", weights, MigrationMode.ACTIVE);
		await().atMost(Duration.ofSeconds(60))
			.until(() -> Long.valueOf(0).equals(pools.migrations().status("p").remaining()));
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			pools.migrations().end("p");
			return true;
		});
		awaitStable(pools);
	}

	private static void awaitStable(Pools pools) {
		await().atMost(Duration.ofSeconds(60)).until(() -> pools.migrations().status("p").phase().equals("STABLE"));
	}

	private Pools open(String kind, UnaryOperator<PoolSettings.Builder> change) {
		PoolSettings.Builder settings = PoolSettings.named("p").timeout(Duration.ofSeconds(60));
		for (int i = 1; i <= 4; i++) {
			boolean redis = kind.equals("redis") || (kind.equals("both") && i > 2);
			settings.node(NodeSettings.of("n" + i, redis ? server.url() + "/" + (i - 1) : "memory:m" + kind + i,
					(i < 4) ? 100 : 0));
		}
		Pools pools = TestPools.builder(new RedisNodeFactory())
			.pools(List.of(change.apply(settings).build()))
			.weightsIn(this.store, "/sm", Duration.ofSeconds(5))
			.participant("i" + this.opened.size(), Duration.ofSeconds(30))
			.loadExecutor((task) -> new Thread(task).start())
			.build();
		this.opened.add(pools);
		return pools;
	}

}
