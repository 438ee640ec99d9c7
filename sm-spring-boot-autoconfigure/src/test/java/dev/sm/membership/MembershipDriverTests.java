package dev.sm.membership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import dev.sm.coordination.Transaction;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.testkit.SwitchableStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class MembershipDriverTests {

	private final SwitchableStore store = new SwitchableStore(
			LocalCoordinationStore.shared("membership-" + UUID.randomUUID()));

	private final LoopDriver loop = new LoopDriver("sm-membership-test");

	private final MembershipDriver membership = new MembershipDriver(this.store, Duration.ofSeconds(2), this.loop);

	private final List<String> told = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() {
		this.membership.stop();
		this.loop.close(TimeUnit.SECONDS.toNanos(5));
		this.store.close();
	}

	@Test
	void statusBeforeTheStartIsNotValid() {
		assertThat(this.membership.status()).isEqualTo(new MembershipStatus(false, null, "not started"));
	}

	@Test
	void startedDriverHasASessionAndKeepsIt() {
		this.membership.addListener(new Recorder());
		this.membership.start();
		eventually(() -> this.membership.status().valid());
		String incarnation = this.membership.status().incarnation();
		long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2500);
		eventually(() -> System.nanoTime() - until > 0);
		assertThat(this.membership.status().incarnation()).isEqualTo(incarnation);
		assertThat(this.told).containsExactly("began " + incarnation);
	}

	@Test
	void lateListenerIsToldOfThePresentLife() {
		this.membership.start();
		eventually(() -> this.membership.status().valid());
		this.membership.addListener(new Recorder());
		eventually(() -> this.told.size() == 1);
	}

	@Test
	void lostSessionIsReplaced() {
		this.membership.addListener(new Recorder());
		this.membership.start();
		eventually(() -> this.membership.status().valid());
		String first = this.membership.status().incarnation();
		this.store.cut();
		eventually(() -> !this.membership.status().valid());
		assertThat(this.membership.status().lastError()).contains("the store is away");
		this.store.join();
		eventually(() -> this.membership.status().valid());
		assertThat(this.told).containsExactly("began " + first, "ended " + first,
				"began " + this.membership.status().incarnation());
	}

	@Test
	void stopRemovesWhatIsBoundToTheSession() throws Exception {
		this.membership.start();
		eventually(() -> this.membership.status().valid());
		this.store.commit(Transaction.builder().put("/sm/key", "value", this.membership.status().incarnation()).build())
			.toCompletableFuture()
			.get();
		this.membership.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(this.store.get("/sm/key").toCompletableFuture().get()).isNull();
		assertThat(this.membership.status().valid()).isFalse();
	}

	@Test
	void listenerThatThrowsHarmsNoOther() {
		this.membership.addListener(new Recorder() {

			@Override
			public void began(Incarnation incarnation) {
				throw new IllegalStateException("expected by a test");
			}

		});
		this.membership.addListener(new Recorder());
		this.membership.start();
		eventually(() -> this.told.size() == 1);
		assertThat(this.membership.status().valid()).isTrue();
	}

	private static void eventually(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).until(condition);
	}

	/**
	 * Records what it is told.
	 */
	private class Recorder implements MembershipListener {

		@Override
		public void began(Incarnation incarnation) {
			MembershipDriverTests.this.told.add("began " + incarnation.id());
		}

		@Override
		public void ended(Incarnation incarnation, String reason) {
			MembershipDriverTests.this.told.add("ended " + incarnation.id());
		}

	}

}
