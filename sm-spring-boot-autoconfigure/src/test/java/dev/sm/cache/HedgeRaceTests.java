package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.sm.race.Races;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes answer a read at the same time, or just when it is sent to a second one.
 */
@Timeout(120)
class HedgeRaceTests {

	private static final int READS = Math.max(1_000, Integer.getInteger("sm.test.race.schedules", 0));

	private final ScriptedNodes nodes = new ScriptedNodes();

	@Test
	void twoFailuresAtOnceEndARead() {
		Races.holds("hedged read, locked", () -> {
			Object lock = new Object();
			fail((step) -> {
				synchronized (lock) {
					step.run();
				}
			});
		});
	}

	@Test
	void aReadWithoutALockIsCaught() {
		Races.breaks("hedged read, not locked", () -> fail(Runnable::run));
	}

	private static void fail(Executor steps) {
		ReplicaRead read = new ReplicaRead(2, 0, 1, 1, true);
		read.start();
		read.slow();
		Runnable failure = () -> steps.execute(read::failed);
		Races.atOnce(failure, failure);
		Races.require(read.done(), "nothing is to be waited for");
	}

	@Test
	void everyReadIsAnsweredOnceAndAsksNoNodeTwice() {
		ExecutorService answering = Executors.newFixedThreadPool(3);
		Set<String> asked = ConcurrentHashMap.newKeySet();
		AtomicInteger twice = new AtomicInteger();
		AtomicInteger hedged = new AtomicInteger();
		Random random = new Random(7);
		CacheListener listener = new CacheListener() {

			@Override
			public void onCommand(String pool, String node, String operation, Outcome outcome, long nanos) {
			}

			@Override
			public void onEvent(String pool, String node, Event event) {
				if (event == Event.HEDGED) {
					hedged.incrementAndGet();
				}
			}
		};
		PoolSettings settings = TestPools.settings(Collections.nCopies(3, ScriptedNodes.URL),
				(pool) -> pool.type(PoolSettings.Type.REPLICATED)
					.timeout(Duration.ofSeconds(20))
					.health(new HealthSettings(Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(1), 1024))
					.replicas(new ReplicaSettings(ReplicaSettings.Write.ALL, 1, true, Duration.ofMinutes(1),
							Duration.ZERO, 100, null)));
		try (Pools pools = TestPools.builder(this.nodes).listener(listener).pools(List.of(settings)).build()) {
			for (String node : List.of("n1", "n2", "n3")) {
				this.nodes.script(node, (command) -> {
					if (!(command instanceof NodeCommand.Get get)) {
						return null;
					}
					if (!asked.add(node + new String(get.keys().get(0), StandardCharsets.UTF_8))) {
						twice.incrementAndGet();
					}
					CompletableFuture<Object> answer = new CompletableFuture<>();
					answering.execute(() -> answer(answer, random));
					return answer;
				});
			}
			int failed = 0;
			for (int read = 0; read < READS; read++) {
				failed += read(pools.get("p"), "k" + read) ? 0 : 1;
			}
			assertThat(twice).hasValue(0);
			assertThat(hedged).hasPositiveValue();
			assertThat(failed).isLessThan(READS / 4);
		}
		finally {
			answering.shutdownNow();
		}
	}

	/** At about the time at which most have answered. */
	private static void answer(CompletableFuture<Object> answer, Random random) {
		LockSupport.parkNanos(random.nextInt(300_000));
		if (random.nextInt(4) == 0) {
			answer.completeExceptionally(new NodeUnavailableException("away", null));
		}
		else {
			answer.complete(List.of(new byte[] { 'v' }));
		}
	}

	private static boolean read(ShardedTemplate template, String key) {
		try {
			assertThat(template.async().get(key, String.class).orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("v");
			return true;
		}
		catch (CompletionException ex) {
			assertThat(ex).hasCauseInstanceOf(DataAccessException.class);
			return false;
		}
	}

}
