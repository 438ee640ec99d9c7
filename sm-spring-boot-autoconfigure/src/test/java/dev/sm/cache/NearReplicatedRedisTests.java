package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.cache.near.CaffeineNearCaching;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replicated pool of three real Redis servers with values in memory, whose connections
 * are killed and cut, whose packets stop and whose servers sleep.
 */
class NearReplicatedRedisTests {

	private static final Duration BOUND = Duration.ofMillis(200);

	private static List<RedisServerFixture> servers = List.of();

	private final List<TcpProxyFixture> proxies = new ArrayList<>();

	private final List<Pools> opened = new ArrayList<>();

	@BeforeAll
	static void startServers() {
		servers = List.of(RedisServerFixture.start(), RedisServerFixture.start(), RedisServerFixture.start());
	}

	@AfterAll
	static void stopServers() {
		servers.forEach(RedisServerFixture::close);
	}

	@BeforeEach
	void startProxies() {
		servers.forEach((server) -> {
			server.execute("FLUSHALL");
			this.proxies.add(TcpProxyFixture.start(server.port()));
		});
	}

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
		this.proxies.forEach(TcpProxyFixture::close);
	}

	private ShardedTemplate writer(Write write) {
		return open(servers.stream().map(RedisServerFixture::url).toList(), write, null, Duration.ofSeconds(10));
	}

	private ShardedTemplate reader(Write write, Duration bound) {
		return open(this.proxies.stream().map((proxy) -> "redis://127.0.0.1:" + proxy.port()).toList(), write,
				new NearSettings(1000, bound), Duration.ofMillis(600));
	}

	private ShardedTemplate open(List<String> urls, Write write, NearSettings near, Duration timeout) {
		Pools pools = TestPools.builder(new RedisNodeFactory())
			.near(CaffeineNearCaching::new)
			.pools(List.of(TestPools.settings(urls, (pool) -> pool.type(PoolSettings.Type.REPLICATED)
				.timeout(timeout)
				.near(near)
				.replicas(new ReplicaSettings(write, 0.05, true, Duration.ofMinutes(1), Duration.ZERO, 1000, null))
				.health(new HealthSettings(5, Duration.ofMillis(20), Duration.ofMillis(100), 1024)))))
			.build();
		this.opened.add(pools);
		return pools.get("p");
	}

	@Test
	void othersWritesAreToldByTheNodeThatWasRead() {
		ShardedTemplate writer = writer(Write.ALL);
		ShardedTemplate reader = reader(Write.ALL, Duration.ofMinutes(1));
		for (int i = 0; i < 5; i++) {
			String value = "v" + i;
			for (int key = 0; key < 12; key++) {
				writer.set("k" + key, value);
			}
			for (int key = 0; key < 12; key++) {
				String name = "k" + key;
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(2))
					.until(() -> value.equals(reader.get(name, String.class)));
				long before = reader.near().orElseThrow().hits();
				await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
					assertThat(reader.get(name, String.class)).isEqualTo(value);
					return reader.near().orElseThrow().hits() > before;
				});
			}
		}
	}

	@Test
	void aLostConnectionTakesWhatWasReadOnItAndNothingElse() {
		ShardedTemplate writer = writer(Write.ALL);
		ShardedTemplate reader = reader(Write.ALL, Duration.ofMinutes(1));
		writer.set("k", "0");
		for (int round = 1; round <= 6; round++) {
			await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
				long before = reader.near().orElseThrow().hits();
				reader.get("k", String.class);
				return reader.near().orElseThrow().hits() > before;
			});
			int node = reader.nodeFor("k").charAt(1) - '1';
			long losses = reader.near().orElseThrow().losses();
			this.proxies.get(node).cut();
			String value = String.valueOf(round);
			writer.set("k", value);
			await().until(() -> reader.near().orElseThrow().losses() > losses);
			await().ignoreExceptionsInstanceOf(DataAccessException.class)
				.until(() -> value.equals(reader.get("k", String.class)));
		}
	}

	@Test
	void isNeverStalerThanTheBoundWhereAllNodesAcknowledge() {
		Random random = new Random(20);
		ShardedTemplate writer = writer(Write.ALL);
		ShardedTemplate reader = reader(Write.ALL, BOUND);
		AtomicBoolean stop = new AtomicBoolean();
		List<long[]> written = Collections.synchronizedList(new ArrayList<>());
		ConcurrentLinkedQueue<long[]> reads = new ConcurrentLinkedQueue<>();
		writer.set("k", 0);
		CompletableFuture<Void> work = CompletableFuture.allOf(run(() -> write(writer, written, stop)),
				run(() -> read(reader, reads, stop)), run(() -> read(reader, reads, stop)));
		for (int i = 0; i < 16; i++) {
			disturb(random.nextInt(3), i % 4);
		}
		stop.set(true);
		work.join();
		long worst = worst(written, reads);
		NearCaching.Counts counts = reader.near().orElseThrow();
		System.out.printf("near cache of a replicated pool: %d writes, %d reads, %s, stalest %.1f ms of %d ms%n",
				written.size(), reads.size(), counts, worst / 1e6, BOUND.toMillis());
		assertThat(worst).isLessThan(BOUND.toNanos());
		assertThat(counts.hits()).isGreaterThan(100);
		assertThat(counts.losses()).isGreaterThan(5);
	}

	/** One node sleeps; whatever this instance has written it reads. */
	@Test
	void ownWritesAreSeenAtOnceThoughANodeMissesThem() {
		ShardedTemplate reader = reader(Write.MAJORITY, Duration.ofMinutes(1));
		int asleep = reader.nodeFor("k").charAt(1) - '1';
		await().ignoreExceptionsInstanceOf(DataAccessException.class).untilAsserted(() -> reader.set("k", "first"));
		for (int round = 0; round < 3; round++) {
			reader.get("k", String.class);
			servers.get(asleep).pause();
			for (int i = 0; i < 10; i++) {
				String value = round + "-" + i;
				reader.set("k", value);
				assertThat(reader.get("k", String.class)).isEqualTo(value);
			}
			servers.get(asleep).resume();
			for (int i = 10; i < 40; i++) {
				String value = round + "-" + i;
				reader.set("k", value);
				assertThat(reader.get("k", String.class)).isEqualTo(value);
			}
		}
	}

	private static CompletableFuture<Void> run(Runnable task) {
		return CompletableFuture.runAsync(task, (work) -> new Thread(work).start());
	}

	/** The same value again is no harm. */
	private static void write(ShardedTemplate writer, List<long[]> written, AtomicBoolean stop) {
		for (long value = 1; !stop.get(); value++) {
			while (!wrote(writer, value)) {
				LockSupport.parkNanos(1_000_000);
			}
			written.add(new long[] { value, System.nanoTime() });
			LockSupport.parkNanos(5_000_000);
		}
	}

	private static boolean wrote(ShardedTemplate writer, long value) {
		try {
			writer.set("k", value);
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	private static void read(ShardedTemplate reader, ConcurrentLinkedQueue<long[]> reads, AtomicBoolean stop) {
		while (!stop.get()) {
			long asked = System.nanoTime();
			try {
				Long value = reader.get("k", Long.class);
				reads.add(new long[] { (value != null) ? value : 0, asked });
			}
			catch (DataAccessException ex) {
				// a read that fails shows nothing
			}
			LockSupport.parkNanos(500_000);
		}
	}

	private void disturb(int node, int kind) {
		TcpProxyFixture proxy = this.proxies.get(node);
		LockSupport.parkNanos(150_000_000);
		switch (kind) {
			case 0 -> servers.get(node).execute("CLIENT", "KILL", "TYPE", "normal");
			case 1 -> this.proxies.forEach(TcpProxyFixture::cut);
			case 2 -> {
				servers.get(node).pause();
				LockSupport.parkNanos(300_000_000);
				servers.get(node).resume();
			}
			default -> {
				proxy.hold();
				LockSupport.parkNanos(500_000_000);
				proxy.cut();
				proxy.release();
			}
		}
	}

	/** How long before a read the oldest write was acknowledged that it does not show. */
	private static long worst(List<long[]> written, Iterable<long[]> reads) {
		long worst = 0;
		for (long[] read : reads) {
			int next = (int) read[0];
			if (next < written.size()) {
				worst = Math.max(worst, read[1] - written.get(next)[1]);
			}
		}
		return worst;
	}

}
