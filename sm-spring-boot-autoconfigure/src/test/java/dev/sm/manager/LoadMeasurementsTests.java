package dev.sm.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadMeasurementsTests {

	private static final long TIMEOUT = 1000;

	private final AtomicLong clock = new AtomicLong();

	private final List<Map<String, Double>> measured = new CopyOnWriteArrayList<>();

	private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

	@Test
	void loadsOfAllHeldShardsAreTold() {
		measurements((shard) -> Double.parseDouble(shard.id()), Runnable::run)
			.measure(List.of(TestShard.held("1"), TestShard.lost("2"), TestShard.held("3")));
		assertThat(this.measured).containsExactly(Map.of("1", 1.0, "3", 3.0));
	}

	@Test
	void whatIsNoLoadIsLeftOut() {
		measurements((shard) -> Double.parseDouble(shard.id()), Runnable::run).measure(
				List.of(TestShard.held("NaN"), TestShard.held("-1"), TestShard.held("Infinity"), TestShard.held("0")));
		assertThat(this.measured).containsExactly(Map.of("0", 0.0));
	}

	@Test
	void shardThatThrowsHarmsNoOtherAndIsReportedOnce() {
		LoadMeasurements measurements = measurements((shard) -> {
			if (shard.id().equals("1")) {
				throw new IllegalStateException("broken");
			}
			return 2;
		}, Runnable::run);
		List<Shard> shards = List.of(TestShard.held("1"), TestShard.held("2"));
		measurements.measure(shards);
		measurements.measure(shards);
		assertThat(this.measured).containsExactly(Map.of("2", 2.0), Map.of("2", 2.0));
		assertThat(this.failures).containsExactly("measure 1 broken");
	}

	@Test
	void refusedMeasurementIsTriedAgain() {
		List<Executor> executors = new ArrayList<>(List.of((task) -> {
			throw new RejectedExecutionException("full");
		}, Runnable::run));
		LoadMeasurements measurements = measurements((shard) -> 2, (task) -> executors.remove(0).execute(task));
		measurements.measure(List.of(TestShard.held("1")));
		measurements.measure(List.of(TestShard.held("1")));
		assertThat(this.measured).containsExactly(Map.of("1", 2.0));
	}

	@Test
	void shardThatHangsIsLeftOutUntilItAnswers() throws Exception {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		LoadMeasurements measurements = measurements((shard) -> {
			if (shard.id().equals("2") && release.getCount() > 0) {
				began.countDown();
				awaitUninterruptibly(release);
			}
			return 1;
		}, (task) -> new Thread(task).start());
		List<Shard> shards = List.of(TestShard.held("1"), TestShard.held("2"), TestShard.held("3"));
		measurements.measure(shards);
		assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
		measurements.measure(shards);
		assertThat(this.measured).isEmpty();
		this.clock.addAndGet(TIMEOUT);
		measurements.measure(shards);
		Awaitility.await().until(() -> this.measured.size() == 2);
		assertThat(this.measured).containsExactly(Map.of("1", 1.0), Map.of("1", 1.0, "3", 1.0));
		release.countDown();
		Awaitility.await().untilAsserted(() -> {
			measurements.measure(shards);
			assertThat(this.measured).contains(Map.of("1", 1.0, "2", 1.0, "3", 1.0));
		});
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// a handler may ignore interrupts
			}
		}
	}

	private LoadMeasurements measurements(Measure measure, Executor executor) {
		ShardCallback callback = new ShardCallback() {

			@Override
			public void add(Shard shard) {
			}

			@Override
			public void drop(Shard shard) {
			}

			@Override
			public ShardLoad load(Shard shard) {
				return ShardLoad.of(measure.load(shard));
			}

		};
		return new LoadMeasurements(callback, executor, this.clock::get, TIMEOUT,
				(call, shard, error) -> this.failures.add(call + " " + shard.id() + " " + error.getMessage()),
				(loads) -> {
					Map<String, Double> values = new HashMap<>();
					loads.forEach((shard, load) -> values.put(shard, load.value()));
					this.measured.add(values);
				});
	}

	/** Measures one shard. */
	private interface Measure {

		double load(Shard shard);

	}

}
