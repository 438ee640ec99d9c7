package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.storage.NodeCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What pools do about nodes that do not answer.
 */
class NodeHealthTests {

	private static final long SECOND = 1_000_000_000;

	private final ScriptedNodes nodes = new ScriptedNodes();

	private final List<String> events = new ArrayList<>();

	private final Pools pools = TestPools.builder(this.nodes).listener(new CacheListener() {

		@Override
		public void onCommand(String pool, String node, String operation, Outcome outcome, long nanos) {
		}

		@Override
		public void onEvent(String pool, String node, Event event) {
			NodeHealthTests.this.events.add(node + " " + event);
		}

	})
		.pools(List.of(TestPools.settings(List.of("scripted:", "scripted:", "scripted:"),
				(pool) -> pool.timeout(Duration.ofMillis(200))
					.health(new HealthSettings(3, Duration.ofMillis(20), Duration.ofMillis(100), 32)))))
		.build();

	private final ShardedTemplate template = this.pools.get("p");

	private final String key = TestPools.keyOn(this.template, "n2");

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void nodeThatIsDownIsNotAskedUntilItAnswersAProbe() {
		this.nodes.down("n2");
		fail(3);
		int sent = this.nodes.sent().size();
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.get(this.key, String.class))
			.withMessageContainingAll("'n2'", "'p'", "not asked", "3 operations in a row");
		assertThat(this.template.async().get(this.key, String.class)).isCompletedExceptionally();
		assertThat(this.nodes.sent()).hasSize(sent);
		assertThat(state()).isEqualTo(NodeState.LEFT_ALONE);
		assertThat(this.template.describe().unserved()).isPositive();
		this.nodes.heal("n2");
		await().until(() -> state() == NodeState.SERVING);
		this.template.set(this.key, "v");
		assertThat(this.template.describe().unserved()).isZero();
		assertThat(this.events).containsExactly("n2 OPENED", "n2 CLOSED");
	}

	@Test
	void otherNodesServeMeanwhile() {
		this.nodes.down("n2");
		fail(3);
		String other = TestPools.keyOn(this.template, "n1");
		this.template.set(other, "v");
		assertThat(this.template.multiGet(List.of(other), String.class)).hasSize(1);
	}

	@Test
	void probeByHandClosesToo() {
		this.nodes.hang("n2");
		fail(3);
		this.nodes.heal("n2");
		assertThat(this.template.probe().join().nodes()).allMatch(PoolDescription.NodeInfo::up);
		assertThat(state()).isEqualTo(NodeState.SERVING);
	}

	@Test
	void answersThatSayNoDoNotOpen() {
		this.template.set(this.key, "x");
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.template.increment(this.key, 1));
		}
		assertThat(state()).isEqualTo(NodeState.SERVING);
	}

	@Test
	void silentNodeHoldsFewThreads() throws Exception {
		List<CompletableFuture<Object>> held = new ArrayList<>();
		this.nodes.script("n2", (command) -> {
			CompletableFuture<Object> answer = new CompletableFuture<>();
			synchronized (held) {
				held.add(answer);
			}
			return answer;
		});
		ExecutorService threads = Executors.newCachedThreadPool();
		CountDownLatch ended = new CountDownLatch(200);
		for (int i = 0; i < 200; i++) {
			threads.execute(() -> {
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> this.template.get(this.key, String.class));
				ended.countDown();
			});
		}
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.nodes.sent(NodeCommand.Get.class)).as("asked at once, at most").hasSizeLessThanOrEqualTo(32);
		threads.shutdown();
	}

	@Test
	void crowdIsBorneWhileTheNodeAnswersAndTurnedAwayWhileItIsSlow() {
		AtomicLong clock = new AtomicLong();
		NodeHealth health = new NodeHealth(new HealthSettings(5, Duration.ofSeconds(1), Duration.ofSeconds(1), 64),
				2 * SECOND, clock::get);
		assertThat(enter(health, 64)).isEqualTo(64);
		assertThat(health.entered()).as("the most").isFalse();
		leave(health, 64);
		clock.addAndGet(10 * SECOND);
		assertThat(enter(health, 64)).as("after a quiet time").isEqualTo(64);
		leave(health, 64);
		health.answered(SECOND, clock.get());
		assertThat(enter(health, 64)).as("slow").isEqualTo(4);
		leave(health, 4);
		clock.addAndGet(SECOND);
		health.answered(1_000, clock.get());
		assertThat(enter(health, 10)).isEqualTo(10);
		clock.addAndGet(SECOND);
		assertThat(health.entered()).as("silent").isFalse();
		assertThat(health.inFlight()).isEqualTo(10);
	}

	private static int enter(NodeHealth health, int times) {
		int entered = 0;
		for (int i = 0; i < times; i++) {
			entered += health.entered() ? 1 : 0;
		}
		return entered;
	}

	private static void leave(NodeHealth health, int times) {
		for (int i = 0; i < times; i++) {
			health.left();
		}
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.template.get(this.key, String.class));
		}
	}

	private NodeState state() {
		return this.template.describe().nodes().get(1).state();
	}

}
