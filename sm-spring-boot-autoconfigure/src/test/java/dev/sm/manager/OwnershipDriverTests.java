package dev.sm.manager;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.sm.manager.Instances.Instance;
import dev.sm.membership.DuplicateParticipantException;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class OwnershipDriverTests {

	private final Instances instances = new Instances();

	@AfterEach
	void close() {
		assertThat(this.instances.journal.violations()).isEmpty();
		this.instances.close();
	}

	@Test
	void oneInstanceHoldsAllShards() {
		Instance one = this.instances.start("p1");
		eventually(() -> this.instances.settled(8));
		assertThat(one.heldIds()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
		assertThat(one.manager().assignment().shardsOf("p1")).hasSize(8);
		assertThat(one.manager().describe().controller()).isEqualTo("p1");
	}

	@Test
	void twoInstancesHoldHalfEach() {
		this.instances.start("p1");
		this.instances.start("p2");
		eventually(() -> this.instances.settled(8) && this.instances.counts().equals(List.of(4, 4)));
	}

	@Test
	void threeInstancesHoldFloorOrCeiling() {
		this.instances.start("p1");
		this.instances.start("p2");
		this.instances.start("p3");
		eventually(() -> this.instances.settled(8) && this.instances.counts().equals(List.of(2, 3, 3)));
	}

	@Test
	void allInstancesKnowTheSameOwners() {
		Instance one = this.instances.start("p1");
		Instance two = this.instances.start("p2");
		eventually(() -> this.instances.settled(8) && this.instances.counts().equals(List.of(4, 4)));
		eventually(() -> one.manager().assignment().owners().equals(two.manager().assignment().owners()));
		assertThat(one.manager().assignment().shardsOf("p2")).isEqualTo(two.heldIds());
	}

	@Test
	void joiningInstanceIsPreparedBeforeTheOwnerDrops() {
		this.instances.start("p1");
		eventually(() -> this.instances.settled(8));
		this.instances.journal.clear();
		Instance two = this.instances.start("p2");
		eventually(() -> this.instances.settled(8) && this.instances.counts().equals(List.of(4, 4)));
		assertThat(two.heldIds()).allSatisfy((shard) -> assertHandoff(shard, "p1", "p2"));
	}

	@Test
	void stoppingInstanceHandsOffAllItHolds() {
		Instance one = this.instances.start("p1");
		Instance two = this.instances.start("p2");
		eventually(() -> this.instances.settled(8) && this.instances.counts().equals(List.of(4, 4)));
		Set<String> moved = two.heldIds();
		Map<String, Long> epochs = epochs(two);
		this.instances.journal.clear();
		two.driver.stop(Duration.ofSeconds(15));
		assertThat(this.instances.journal.of("p2", "drop")).hasSize(4);
		assertThat(two.heldIds()).isEmpty();
		eventually(() -> one.heldIds().size() == 8);
		assertThat(moved).allSatisfy((shard) -> {
			assertHandoff(shard, "p2", "p1");
			assertThat(one.shard(shard).epoch()).isGreaterThan(epochs.get(shard));
		});
	}

	@Test
	void lastInstanceStopsWithinItsBudget() {
		Instance one = this.instances.start("p1");
		eventually(() -> this.instances.settled(8));
		long before = System.nanoTime();
		one.driver.stop(Duration.ofSeconds(15));
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
		assertThat(this.instances.journal.of("p1", "drop")).hasSize(8);
	}

	@Test
	void crashedInstanceIsReplacedWhenItsSessionEnds() {
		this.instances.withTtl(Duration.ofSeconds(1));
		Instance one = this.instances.start("p1");
		Instance two = this.instances.start("p2");
		eventually(() -> this.instances.settled(8) && this.instances.counts().equals(List.of(4, 4)));
		Map<String, Long> epochs = epochs(two);
		two.crash();
		eventually(() -> one.heldIds().size() == 8);
		assertThat(epochs).allSatisfy((shard, epoch) -> assertThat(one.shard(shard).epoch()).isGreaterThan(epoch));
	}

	@Test
	void restartUnderTheSameIdWaitsForTheOldSession() {
		this.instances.withTtl(Duration.ofSeconds(1));
		Instance one = this.instances.start("p1");
		eventually(() -> this.instances.settled(8));
		one.crash();
		Instance again = this.instances.start("p1");
		eventually(() -> again.heldIds().size() == 8);
	}

	@Test
	void liveDuplicateIdFailsTheStart() {
		this.instances.withTtl(Duration.ofSeconds(2));
		Instance one = this.instances.start("p1");
		eventually(() -> this.instances.settled(8));
		Instance twin = this.instances.create(this.instances.settings("p1"), new Nothing());
		twin.driver.start();
		assertThatExceptionOfType(DuplicateParticipantException.class)
			.isThrownBy(() -> twin.driver.awaitReady(Duration.ofSeconds(20)))
			.withMessageContaining("'p1'");
		assertThat(one.heldIds()).hasSize(8);
		assertThat(twin.heldIds()).isEmpty();
	}

	@Test
	void lostSessionEndsAllHoldingAndIsReplaced() {
		this.instances.withTtl(Duration.ofSeconds(1));
		Instance one = this.instances.start("p1");
		eventually(() -> this.instances.settled(8));
		String first = one.driver.status().incarnation();
		Set<Shard> before = one.manager().held();
		one.store.cut();
		eventually(() -> one.manager().held().isEmpty());
		assertThat(before).noneMatch(Shard::held);
		assertThat(one.driver.status().valid()).isFalse();
		assertThat(one.driver.status().lastError()).contains("the store is away");
		one.store.join();
		eventually(() -> one.heldIds().size() == 8);
		assertThat(one.driver.status().incarnation()).isNotEqualTo(first);
		assertThat(before).noneMatch(Shard::held);
	}

	@Test
	void instanceWithoutCallbackLooksOn() {
		this.instances.start("p1");
		Instance onlooker = this.instances.create(this.instances.settings("looks"), null);
		onlooker.driver.start();
		onlooker.driver.awaitReady(Duration.ofSeconds(20));
		eventually(() -> onlooker.manager().assignment().shardsOf("p1").size() == 8);
		assertThat(onlooker.heldIds()).isEmpty();
		assertThat(onlooker.manager().describe().participants()).extracting("id").containsExactly("p1");
	}

	@Test
	void addressOfTheStartIsTold() {
		Instance one = this.instances.create(this.instances.settings("p1"), new Nothing());
		one.driver.start(URI.create("http://127.0.0.1:4711"));
		one.driver.awaitReady(Duration.ofSeconds(20));
		eventually(() -> one.manager()
			.describe()
			.participants()
			.stream()
			.anyMatch((participant) -> "http://127.0.0.1:4711".equals(participant.address())));
	}

	@Test
	void absentStoreIsNotReadyUntilItIsThere() {
		Instance one = this.instances.create(this.instances.settings("p1"), new Nothing());
		one.store.cut();
		one.driver.start();
		assertThatExceptionOfType(ShardManagerException.class)
			.isThrownBy(() -> one.driver.awaitReady(Duration.ofMillis(300)))
			.withMessageContaining("'p1'")
			.withMessageContaining("the store is away");
		one.store.join();
		one.driver.awaitReady(Duration.ofSeconds(20));
		eventually(() -> one.heldIds().size() == 8);
	}

	@Test
	void handlerThatThrowsOnceIsCalledAgain() {
		AtomicInteger attempts = new AtomicInteger();
		Instance one = this.instances.start("p1", new Nothing() {

			@Override
			public void add(Shard shard) {
				if (shard.id().equals("3") && attempts.incrementAndGet() == 1) {
					throw new IllegalStateException("expected by a test");
				}
			}

		});
		eventually(() -> this.instances.settled(8));
		assertThat(one.heldIds()).contains("3");
		assertThat(attempts).hasValue(2);
	}

	@Test
	void shardThatFailsHereIsHeldElsewhere() {
		Instance one = this.instances.start("p1", new Nothing() {

			@Override
			public void add(Shard shard) {
				if (shard.id().equals("3")) {
					throw new IllegalStateException("expected by a test");
				}
			}

		});
		eventually(() -> one.heldIds().size() == 7);
		Instance two = this.instances.start("p2");
		eventually(() -> two.heldIds().contains("3") && this.instances.settled(8));
	}

	@Test
	void handlerThatHangsHarmsItsShardOnly() {
		this.instances.with(service(Duration.ofMillis(200), HungDrop.FENCE));
		CountDownLatch interrupted = new CountDownLatch(1);
		Instance one = this.instances.start("p1", new Nothing() {

			@Override
			public void add(Shard shard) throws Exception {
				if (shard.id().equals("3")) {
					hang(interrupted);
				}
			}

		});
		eventually(() -> one.heldIds().size() == 7);
		Instance two = this.instances.start("p2");
		eventually(() -> two.heldIds().contains("3"));
		assertThat(interrupted.getCount()).isZero();
		assertThat(one.heldIds()).isNotEmpty().doesNotContain("3");
	}

	@Test
	void dropThatHangsIsFencedAndHandedOver() {
		this.instances.with(service(Duration.ofMillis(200), HungDrop.FENCE));
		AtomicBoolean hangs = new AtomicBoolean(true);
		Instance one = this.instances.start("p1", new Nothing() {

			@Override
			public void drop(Shard shard) {
				while (hangs.get()) {
					Thread.onSpinWait();
				}
			}

		});
		eventually(() -> this.instances.settled(8));
		Shard before = one.shard("3");
		one.manager().update(ShardSpec.builder("3").pin("p2").build());
		Instance two = this.instances.start("p2");
		try {
			eventually(() -> two.heldIds().contains("3"));
			assertThat(before.held()).isFalse();
			assertThat(two.shard("3").epoch()).isGreaterThan(before.epoch());
		}
		finally {
			hangs.set(false);
		}
	}

	@Test
	void dropThatHangsCanGiveUpTheSession() throws Exception {
		this.instances.with(service(Duration.ofMillis(200), HungDrop.EXIT));
		AtomicBoolean hangs = new AtomicBoolean(true);
		Instance one = this.instances.start("p1", new Nothing() {

			@Override
			public void drop(Shard shard) {
				while (hangs.get()) {
					Thread.onSpinWait();
				}
			}

		});
		eventually(() -> this.instances.settled(8));
		one.manager().update(ShardSpec.builder("3").pin("p2").build());
		Instance two = this.instances.start("p2");
		try {
			eventually(() -> two.heldIds().size() == 8);
			assertThat(one.driver.exited().toCompletableFuture().get()).contains("'3'");
			assertThat(one.driver.status().valid()).isFalse();
			assertThat(one.heldIds()).isEmpty();
		}
		finally {
			hangs.set(false);
		}
	}

	@Test
	void callbackIsRegisteredOnceAndBeforeTheStart() {
		Instance one = this.instances.start("p1");
		assertThatIllegalStateException().isThrownBy(() -> one.driver.register(Instances.SERVICE, new Nothing()));
		assertThatIllegalArgumentException().isThrownBy(() -> one.driver.register("other", new Nothing()))
			.withMessageContaining("'other'");
	}

	@Test
	void unknownServiceHasNoManager() {
		Instance one = this.instances.start("p1");
		assertThatExceptionOfType(ShardManagerException.class).isThrownBy(() -> one.manager().forService("other"))
			.withMessageContaining("[orders]")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(ShardManagerException.Kind.NOT_FOUND));
	}

	@Test
	void startIsOnceAndStopIsForEver() {
		Instance one = this.instances.start("p1");
		assertThatIllegalStateException().isThrownBy(one.driver::start);
		one.driver.close();
		one.driver.close();
		assertThatIllegalStateException().isThrownBy(one.driver::start);
	}

	private void assertHandoff(String shard, String from, String to) {
		List<String> calls = this.instances.journal.of(shard)
			.stream()
			.map((line) -> line.participant() + " " + line.call())
			.toList();
		assertThat(calls).as("calls for shard %s", shard).containsExactly(to + " prepare", from + " drop", to + " add");
	}

	private static Map<String, Long> epochs(Instance instance) {
		return instance.manager().held().stream().collect(Collectors.toMap(Shard::id, Shard::epoch));
	}

	private static ServiceSettings service(Duration handlerTimeout, HungDrop hungDrop) {
		return new ServiceSettings(Instances.SERVICE, 8, OwnershipMode.EXCLUSIVE, handlerTimeout, hungDrop, null, 0.1,
				Duration.ZERO, true);
	}

	private static void eventually(java.util.concurrent.Callable<Boolean> condition) {
		Instances.eventually().until(condition);
	}

	private static void hang(CountDownLatch interrupted) throws InterruptedException {
		try {
			new CountDownLatch(1).await();
		}
		finally {
			interrupted.countDown();
		}
	}

	/**
	 * Does nothing.
	 */
	private static class Nothing implements ShardCallback {

		@Override
		public void add(Shard shard) throws Exception {
		}

		@Override
		public void drop(Shard shard) throws Exception {
		}

	}

}
