package dev.sm.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reading through.
 */
class GetOrLoadTests {

	private static final Duration TTL = Duration.ofMinutes(1);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Pools pools = TestPools.builder()
		.pools(List.of(TestPools.memory(2, (pool) -> pool.loadDeadline(Duration.ofMillis(300)))))
		.loadExecutor(this.executor)
		.build();

	private final ShardedTemplate template = this.pools.get("p");

	private final AtomicInteger loads = new AtomicInteger();

	@AfterEach
	void close() {
		this.pools.close();
		this.executor.shutdownNow();
	}

	@Test
	void presentValueIsNotLoaded() {
		this.template.set("k", "there");
		assertThat(this.template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("there");
		assertThat(this.template.async().getOrLoad("k", String.class, TTL, this::count).join()).isEqualTo("there");
		assertThat(this.loads).hasValue(0);
	}

	@Test
	void absentValueIsLoadedAndWritten() {
		assertThat(this.template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
		assertThat(this.template.get("k", String.class)).isEqualTo("load 1");
	}

	@Test
	void asyncLoadRunsOnTheExecutorAndIsWritten() {
		assertThat(
				this.template.async().getOrLoad("k", String.class, TTL, () -> Thread.currentThread().getName()).join())
			.startsWith("pool-");
		assertThat(this.template.get("k", String.class)).startsWith("pool-");
	}

	@Test
	void concurrentCallersWaitForOneLoad() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		Callable<String> loader = () -> {
			begun.countDown();
			go.await();
			return count();
		};
		List<Future<String>> callers = new ArrayList<>();
		callers.add(this.executor.submit(() -> this.template.getOrLoad("k", String.class, TTL, loader)));
		begun.await();
		for (int i = 0; i < 5; i++) {
			callers.add(this.executor.submit(() -> this.template.getOrLoad("k", String.class, TTL, loader)));
			callers.add(this.template.async().getOrLoad("k", String.class, TTL, loader));
		}
		go.countDown();
		for (Future<String> caller : callers) {
			assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("load 1");
		}
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void manyRacingCallersLoadOnce() throws Exception {
		for (int round = 0; round < 50; round++) {
			String key = "k" + round;
			AtomicInteger loaded = new AtomicInteger();
			CountDownLatch start = new CountDownLatch(1);
			List<Future<Integer>> callers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				callers.add(this.executor.submit(() -> {
					start.await();
					return this.template.getOrLoad(key, Integer.class, TTL, loaded::incrementAndGet);
				}));
			}
			start.countDown();
			for (Future<Integer> caller : callers) {
				assertThat(caller.get(10, TimeUnit.SECONDS)).as(key).isEqualTo(1);
			}
			assertThat(loaded).as(key).hasValue(1);
		}
	}

	@Test
	void waitersGetCopiesOfTheirOwn() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		Map<String, Object> value = new HashMap<>(Map.of("a", 1));
		Callable<Map<String, Object>> loader = () -> {
			begun.countDown();
			go.await();
			return value;
		};
		ParameterizedTypeReference<Map<String, Object>> type = new ParameterizedTypeReference<>() {
		};
		this.executor.submit(() -> this.template.getOrLoad("k", type, TTL, loader));
		begun.await();
		CompletableFuture<Map<String, Object>> waiter = this.template.async().getOrLoad("k", type, TTL, loader);
		go.countDown();
		assertThat(waiter.get(10, TimeUnit.SECONDS)).isEqualTo(value).isNotSameAs(value);
	}

	@Test
	void loaderThatThrowsFailsItsWaitersAndTheNextCallLoadsAnew() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		Callable<String> failing = () -> {
			begun.countDown();
			go.await();
			throw new IOException("source is away");
		};
		Future<String> leader = this.executor.submit(() -> this.template.getOrLoad("k", String.class, TTL, failing));
		begun.await();
		CompletableFuture<String> waiter = this.template.async().getOrLoad("k", String.class, TTL, failing);
		go.countDown();
		for (Future<String> caller : List.of(leader, waiter)) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> caller.get(10, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(CacheLoadException.class)
				.withMessageContainingAll("'k'", "'p'", "source is away")
				.withCauseInstanceOf(IOException.class);
		}
		assertThat(this.template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
	}

	@Test
	void loadOfNothingIsNotWritten() {
		assertThat(this.template.getOrLoad("k", String.class, TTL, () -> null)).isNull();
		assertThat(this.template.async().getOrLoad("k", String.class, TTL, () -> null).join()).isNull();
		assertThat(this.template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
	}

	@Test
	void loadNeverReplacesWhatWasWrittenMeanwhile() {
		this.template.getOrLoad("k", String.class, TTL, () -> {
			this.template.set("k", "newer");
			return "older";
		});
		assertThat(this.template.get("k", String.class)).isEqualTo("newer");
	}

	@Test
	void hungLoaderFailsItsWaitersAndIsReplaced() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		Future<String> hung = this.executor.submit(() -> this.template.getOrLoad("k", String.class, TTL, () -> {
			begun.countDown();
			never.await();
			return "too late";
		}));
		begun.await();
		assertThatExceptionOfType(QueryTimeoutException.class)
			.isThrownBy(() -> this.template.getOrLoad("k", String.class, TTL, this::count))
			.withMessageContainingAll("'k'", "'p'", "300ms");
		assertThat(this.template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
		never.countDown();
		assertThat(hung.get(10, TimeUnit.SECONDS)).isEqualTo("too late");
		assertThat(this.template.get("k", String.class)).isEqualTo("load 1");
	}

	@Test
	void loaderThatLoadsItsOwnKeyIsToldSo() {
		assertThatExceptionOfType(CacheLoadException.class)
			.isThrownBy(() -> this.template.getOrLoad("k", String.class, TTL,
					() -> this.template.getOrLoad("k", String.class, TTL, this::count)))
			.withMessageContaining("must not load the same key")
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void executorThatRefusesFailsTheLoad() {
		this.executor.shutdown();
		assertThat(this.template.async().getOrLoad("k", String.class, TTL, this::count)).isCompletedExceptionally();
		assertThat(this.template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
	}

	@Test
	void valueThatCannotBeEncodedFailsTheLoad() {
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> this.template.getOrLoad("k", Object.class, TTL, () -> new Unwritable("x")));
	}

	private String count() {
		return "load " + this.loads.incrementAndGet();
	}

	record Unwritable(String text) {

		public String getBroken() {
			throw new IllegalStateException(this.text);
		}

	}

}
