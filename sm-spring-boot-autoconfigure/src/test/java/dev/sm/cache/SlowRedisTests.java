package dev.sm.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What one of three Redis servers costs whose answers come two seconds late.
 */
class SlowRedisTests {

	private static final int THREADS = 100;

	@RegisterExtension
	static final RedisServers servers = new RedisServers(3);

	@ParameterizedTest
	@ValueSource(longs = { 1_500, 10_000 })
	void slowServerHoldsFewThreadsAndNoOtherKeys(long timeout) throws Exception {
		try (TcpProxyFixture slow = TcpProxyFixture.start(servers.get(1).port());
				Pools pools = TestPools.open(
						TestPools.settings(
								List.of(servers.get(0).url(), "redis://127.0.0.1:" + slow.port(), servers.get(2).url()),
								(pool) -> pool.timeout(Duration.ofMillis(timeout))
									.health(new HealthSettings(5, Duration.ofMillis(200), Duration.ofSeconds(1), 256))),
						new RedisNodeFactory())) {
			ShardedTemplate template = pools.get("p");
			String mine = TestPools.keyOn(template, "n2");
			String other = TestPools.keyOn(template, "n1");
			await().atMost(Duration.ofSeconds(30)).ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
				template.set(mine, "v");
				template.set(other, "v");
				return true;
			});
			slow.delay(Duration.ofSeconds(2));
			AtomicBoolean stop = new AtomicBoolean();
			AtomicLongArray since = new AtomicLongArray(THREADS);
			ExecutorService threads = Executors.newCachedThreadPool();
			for (int i = 0; i < THREADS; i++) {
				int thread = i;
				threads.execute(() -> useUntil(stop, template, mine, since, thread));
			}
			await().atMost(Duration.ofSeconds(10)).until(() -> waiting(since) > 0);
			await().atMost(Duration.ofSeconds(30)).until(() -> waiting(since) <= 16);
			long[] took = new long[500];
			int most = 0;
			for (int i = 0; i < took.length; i++) {
				long started = System.nanoTime();
				assertThat(template.get(other, String.class)).isEqualTo("v");
				took[i] = System.nanoTime() - started;
				most = Math.max(most, waiting(since));
			}
			stop.set(true);
			slow.delay(Duration.ZERO);
			threads.shutdown();
			assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
			assertThat(most).as("threads that wait for the slow server").isLessThanOrEqualTo(16);
			Arrays.sort(took);
			assertThat(Duration.ofNanos(took[took.length / 2])).as("another server's keys, median")
				.isLessThan(Duration.ofMillis(500));
			await().atMost(Duration.ofSeconds(30))
				.until(() -> template.describe().nodes().stream().allMatch((n) -> n.state() == NodeState.SERVING));
			await().ignoreExceptionsInstanceOf(DataAccessException.class)
				.untilAsserted(() -> assertThat(template.get(mine, String.class)).isEqualTo("v"));
		}
	}

	/** How many threads have waited for a second: those that were refused have not. */
	private static int waiting(AtomicLongArray since) {
		long now = System.nanoTime();
		int waiting = 0;
		for (int i = 0; i < THREADS; i++) {
			long began = since.get(i);
			waiting += (began != 0 && now - began > 1_000_000_000) ? 1 : 0;
		}
		return waiting;
	}

	/** A caller that is refused does something else for a while. */
	private static void useUntil(AtomicBoolean stop, ShardedTemplate template, String key, AtomicLongArray since,
			int thread) {
		while (!stop.get()) {
			since.set(thread, System.nanoTime());
			boolean used = used(template, key);
			since.set(thread, 0);
			if (!used) {
				LockSupport.parkNanos(5_000_000);
			}
		}
	}

	private static boolean used(ShardedTemplate template, String key) {
		try {
			return template.get(key, String.class) != null;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

}
