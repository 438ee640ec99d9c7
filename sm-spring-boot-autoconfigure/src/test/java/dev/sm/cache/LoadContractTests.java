package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sm.storage.NodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What loads of several instances do whatever the nodes are. A subclass says where they
 * are.
 */
abstract class LoadContractTests {

	private static final Duration TTL = Duration.ofMinutes(10);

	private static final Duration SOON = Duration.ofMillis(400);

	private static final LoadSettings PLAIN = LoadSettings.within(Duration.ofSeconds(20));

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<Pools> opened = new ArrayList<>();

	private final AtomicInteger loads = new AtomicInteger();

	private final CountDownLatch loading = new CountDownLatch(1);

	private final CountDownLatch go = new CountDownLatch(1);

	/**
	 * Where two empty nodes are that all instances share.
	 * @return their URLs
	 */
	protected abstract List<String> urls();

	protected NodeFactory[] factories() {
		return new NodeFactory[0];
	}

	@AfterEach
	void close() {
		this.go.countDown();
		this.opened.forEach(Pools::close);
		this.executor.shutdownNow();
	}

	@Test
	void manyInstancesLoadOnce() throws Exception {
		List<ShardedTemplate> instances = List.of(open(PLAIN), open(PLAIN), open(PLAIN), open(PLAIN));
		for (int round = 0; round < 25; round++) {
			String key = "k" + round;
			AtomicInteger loaded = new AtomicInteger();
			CountDownLatch start = new CountDownLatch(1);
			List<Future<Integer>> callers = new ArrayList<>();
			for (ShardedTemplate instance : instances) {
				for (int i = 0; i < 2; i++) {
					callers.add(this.executor.submit(() -> {
						start.await();
						return instance.getOrLoad(key, Integer.class, TTL, loaded::incrementAndGet);
					}));
				}
				callers.add(instance.async().getOrLoad(key, Integer.class, TTL, loaded::incrementAndGet));
			}
			start.countDown();
			for (Future<Integer> caller : callers) {
				assertThat(caller.get(30, TimeUnit.SECONDS)).as(key).isEqualTo(1);
			}
			assertThat(loaded).as(key).hasValue(1);
		}
	}

	@Test
	void loadedValueIsStoredAsItIsAndNothingElseIsSeen() {
		ShardedTemplate template = open(new LoadSettings(Duration.ofSeconds(20), TTL, 1, TTL));
		assertThat(template.getOrLoad("a", String.class, TTL, () -> "plain")).isEqualTo("plain");
		assertThat(template.getOrLoad("b", String.class, TTL, () -> null)).isNull();
		assertThat(template.get("a", byte[].class)).isEqualTo("plain".getBytes());
		try (Stream<String> keys = template.scan("")) {
			assertThat(keys).containsExactly("a");
		}
	}

	@Test
	void nobodyKeepsALeaseAfterALoad() {
		ShardedTemplate first = open(PLAIN);
		ShardedTemplate second = open(PLAIN);
		for (int i = 1; i <= 5; i++) {
			assertThat(((i % 2 == 0) ? first : second).getOrLoad("k", String.class, TTL, this::count))
				.isEqualTo("load " + i);
			first.delete("k");
		}
	}

	@Test
	void loaderThatDiesIsReplacedAndItsLateValueIsNotWritten() throws Exception {
		LoadSettings settings = LoadSettings.within(Duration.ofMillis(700));
		ShardedTemplate dying = open(settings);
		ShardedTemplate other = open(settings);
		Future<String> late = this.executor
			.submit(() -> dying.getOrLoad("k", String.class, TTL, blocking("from the dead")));
		this.loading.await();
		assertThat(other.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
		other.delete("k");
		this.go.countDown();
		assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo("from the dead");
		assertThat(other.get("k", String.class)).isNull();
		assertThat(other.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 2");
	}

	@Test
	void whoWaitsForAnotherInstanceGetsItsValue() throws Exception {
		ShardedTemplate first = open(PLAIN);
		ShardedTemplate second = open(PLAIN);
		Future<String> leader = this.executor.submit(() -> first.getOrLoad("k", String.class, TTL, blocking("theirs")));
		this.loading.await();
		Future<String> waiter = this.executor.submit(() -> second.getOrLoad("k", String.class, TTL, this::count));
		CompletableFuture<String> async = second.async().getOrLoad("k", String.class, TTL, this::count);
		this.go.countDown();
		for (Future<String> caller : List.of(leader, waiter, async)) {
			assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("theirs");
		}
		assertThat(this.loads).hasValue(0);
	}

	@Test
	void loaderThatThrowsMakesRoomAtOnce() {
		ShardedTemplate first = open(PLAIN);
		assertThatExceptionOfType(CacheLoadException.class)
			.isThrownBy(() -> first.getOrLoad("k", String.class, TTL, () -> {
				throw new IllegalStateException("source is away");
			}));
		assertThat(open(PLAIN).getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
	}

	@Test
	void callerThatIsInterruptedMakesRoomAtOnce() throws Exception {
		ShardedTemplate first = open(PLAIN);
		Future<String> interrupted = this.executor
			.submit(() -> first.getOrLoad("k", String.class, TTL, blocking("never")));
		this.loading.await();
		interrupted.cancel(true);
		assertThat(open(PLAIN).getOrLoad("k", String.class, TTL, this::count)).isEqualTo("load 1");
	}

	@Test
	void waiterGivesUpWhenTheDeadlineHasPassed() throws Exception {
		ShardedTemplate slow = open(PLAIN);
		ShardedTemplate hasty = open(LoadSettings.within(Duration.ofMillis(200)));
		this.executor.submit(() -> slow.getOrLoad("k", String.class, TTL, blocking("late")));
		this.loading.await();
		assertThatExceptionOfType(QueryTimeoutException.class)
			.isThrownBy(() -> hasty.getOrLoad("k", String.class, TTL, this::count))
			.withMessageContainingAll("'k'", "'p'", "200ms");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> hasty.async().getOrLoad("k", String.class, TTL, this::count).get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(QueryTimeoutException.class);
		assertThat(this.loads).hasValue(0);
	}

	@Test
	void thatThereIsNothingIsRememberedForAWhile() {
		LoadSettings settings = new LoadSettings(Duration.ofSeconds(20), Duration.ZERO, 0, SOON);
		ShardedTemplate first = open(settings);
		ShardedTemplate second = open(settings);
		assertThat(first.getOrLoad("k", String.class, TTL, this::none)).isNull();
		assertThat(second.getOrLoad("k", String.class, TTL, this::none)).isNull();
		assertThat(this.loads).hasValue(1);
		second.set("k", "something");
		assertThat(first.getOrLoad("k", String.class, TTL, this::none)).isEqualTo("something");
		second.delete("k");
		await().until(() -> second.getOrLoad("k", String.class, TTL, this::count) != null);
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void nothingIsRememberedUnlessAsked() {
		assertThat(open(PLAIN).getOrLoad("k", String.class, TTL, this::none)).isNull();
		assertThat(open(PLAIN).getOrLoad("k", String.class, TTL, this::none)).isNull();
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void staleValueIsReadWhileOneInstanceLoadsItAnew() throws Exception {
		LoadSettings settings = new LoadSettings(Duration.ofSeconds(20), TTL, 0, null);
		ShardedTemplate first = open(settings);
		ShardedTemplate second = open(settings);
		assertThat(first.getOrLoad("k", String.class, SOON, this::count)).isEqualTo("load 1");
		assertThat(second.getOrLoad("k", String.class, SOON, this::count)).isEqualTo("load 1");
		Callable<String> slow = () -> {
			this.loading.countDown();
			this.go.await();
			return count();
		};
		await().until(() -> {
			assertThat(second.getOrLoad("k", String.class, TTL, slow)).isEqualTo("load 1");
			return this.loading.getCount() == 0;
		});
		for (int i = 0; i < 5; i++) {
			assertThat(first.getOrLoad("k", String.class, TTL, slow)).isEqualTo("load 1");
			assertThat(second.async().getOrLoad("k", String.class, TTL, slow).get(10, TimeUnit.SECONDS))
				.isEqualTo("load 1");
		}
		this.go.countDown();
		await().until(() -> "load 2".equals(first.getOrLoad("k", String.class, TTL, slow)));
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void reloadDoesNotReplaceWhatWasWrittenMeanwhile() {
		ShardedTemplate template = open(new LoadSettings(Duration.ofSeconds(20), TTL, 0, null));
		template.getOrLoad("k", String.class, Duration.ofMillis(1), this::count);
		CountDownLatch over = new CountDownLatch(1);
		await().until(() -> {
			template.getOrLoad("k", String.class, TTL, () -> {
				template.set("k", "newer");
				over.countDown();
				return "older";
			});
			return over.getCount() == 0;
		});
		for (int i = 0; i < 20; i++) {
			assertThat(template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("newer");
		}
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void valueThatWasWrittenIsNeverTakenForAStaleOne() {
		ShardedTemplate template = open(new LoadSettings(Duration.ofSeconds(20), TTL, 100, null));
		template.set("k", "written", TTL);
		assertThat(template.getOrLoad("k", String.class, TTL, this::count)).isEqualTo("written");
		template.getOrLoad("l", String.class, TTL, this::count);
		template.set("l", "written", TTL);
		assertThat(template.getOrLoad("l", String.class, TTL, this::count)).isEqualTo("written");
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void valueIsLoadedAnewBeforeItExpires() {
		ShardedTemplate template = open(new LoadSettings(Duration.ofSeconds(20), Duration.ZERO, 100, null));
		Duration ttl = Duration.ofSeconds(30);
		CountDownLatch slowly = new CountDownLatch(1);
		assertThat(template.getOrLoad("k", String.class, ttl, () -> {
			slowly.await(300, TimeUnit.MILLISECONDS);
			return count();
		})).isEqualTo("load 1");
		await().until(() -> "load 2".equals(template.getOrLoad("k", String.class, TTL, this::count)));
	}

	@Test
	void reloadThatMakesNothingRemovesTheValue() {
		ShardedTemplate template = open(new LoadSettings(Duration.ofSeconds(20), TTL, 0, TTL));
		template.getOrLoad("k", String.class, Duration.ofMillis(1), this::count);
		await().until(() -> template.getOrLoad("k", String.class, TTL, this::none) == null);
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void reloadThatFailsKeepsTheValueAndIsNotTriedAgainAtOnce() {
		ShardedTemplate template = open(new LoadSettings(Duration.ofSeconds(20), TTL, 0, null));
		template.getOrLoad("k", String.class, Duration.ofMillis(1), this::count);
		Callable<String> failing = () -> {
			this.loads.incrementAndGet();
			throw new IllegalStateException("source is away");
		};
		await().until(() -> {
			assertThat(template.getOrLoad("k", String.class, TTL, failing)).isEqualTo("load 1");
			return this.loads.get() == 2;
		});
		for (int i = 0; i < 20; i++) {
			assertThat(template.getOrLoad("k", String.class, TTL, failing)).isEqualTo("load 1");
		}
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void keysOfLeasesAreNotForApplications() {
		ShardedTemplate template = open(PLAIN);
		for (String key : Set.of("sm:lease:k", "sm:loaded:k", "sm:node")) {
			assertThat(Stream
				.<Callable<?>>of(() -> template.get(key, String.class),
						() -> template.getOrLoad(key, String.class, TTL, this::count), () -> template.delete(key))
				.map((call) -> {
					try {
						return call.call();
					}
					catch (Exception ex) {
						return ex.getClass().getSimpleName();
					}
				})
				.collect(Collectors.toSet())).containsExactly("IllegalArgumentException");
		}
	}

	private Callable<String> blocking(String value) {
		return () -> {
			this.loading.countDown();
			this.go.await();
			return value;
		};
	}

	private String count() {
		return "load " + this.loads.incrementAndGet();
	}

	private String none() {
		this.loads.incrementAndGet();
		return null;
	}

	protected final ShardedTemplate open(LoadSettings settings) {
		Pools pools = TestPools.builder(factories())
			.pools(List.of(TestPools.settings(urls(), (pool) -> pool.timeout(Duration.ofSeconds(20)).load(settings))))
			.loadExecutor(this.executor)
			.build();
		this.opened.add(pools);
		return pools.get("p");
	}

}
