package dev.sm.coordination.local;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.Keys;
import dev.sm.coordination.Session;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalCoordinationStoreTests {

	private final String name = "test-" + UUID.randomUUID();

	@Test
	void storesOfDifferentNamesShareNothing() {
		try (var one = LocalCoordinationStore.shared(this.name);
				var other = LocalCoordinationStore.shared(this.name + "-other")) {
			put(one, "/k", null);
			assertThat(other.list("/k").toCompletableFuture().join().entries()).isEmpty();
		}
	}

	@Test
	void storeIsDroppedWhenTheLastViewCloses() {
		var one = LocalCoordinationStore.shared(this.name);
		var other = LocalCoordinationStore.shared(this.name);
		one.close();
		one.close();
		assertThat(LocalStoreDriver.exists(this.name)).isTrue();
		other.close();
		assertThat(LocalStoreDriver.exists(this.name)).isFalse();
	}

	@Test
	void storeIsKeptUntilItsSessionsHaveEnded() {
		Session session;
		try (var store = LocalCoordinationStore.shared(this.name)) {
			session = store.openSession(Duration.ofMillis(500)).toCompletableFuture().join();
			put(store, "/k", session.id());
		}
		Awaitility.await().until(() -> !LocalStoreDriver.exists(this.name));
		try (var store = LocalCoordinationStore.shared(this.name)) {
			assertThat(store.list("/k").toCompletableFuture().join().entries()).isEmpty();
		}
	}

	@Test
	void sessionIsSeenByWhoeverOpensTheStoreAgainBeforeItEnds() {
		try (var store = LocalCoordinationStore.shared(this.name)) {
			Session session = store.openSession(Duration.ofMinutes(1)).toCompletableFuture().join();
			put(store, "/k", session.id());
		}
		try (var store = LocalCoordinationStore.shared(this.name)) {
			var entry = store.get("/k").toCompletableFuture().join();
			assertThat(entry).isNotNull();
		}
	}

	@Test
	void storeMadeAnewRepeatsNoRevision() {
		long before;
		try (var store = LocalCoordinationStore.shared(this.name)) {
			before = put(store, "/k", null);
		}
		try (var store = LocalCoordinationStore.shared(this.name)) {
			assertThat(store.list("/k").toCompletableFuture().join().revision()).isGreaterThan(before);
			assertThat(put(store, "/k", null)).isGreaterThan(before);
		}
	}

	@Test
	void listenerThatFallsTooFarBehindIsToldOfAGap() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch gap = new CountDownLatch(1);
		try (var store = LocalCoordinationStore.shared(this.name)) {
			store.watch("/k", put(store, "/k", null), new WatchListener() {
				@Override
				public void onEvents(List<WatchEvent> events, long revision) {
					entered.countDown();
					Awaitility.await().until(() -> release.getCount() == 0);
				}

				@Override
				public void onGap(String reason) {
					gap.countDown();
				}
			});
			put(store, "/k", null);
			assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
			String large = "x".repeat(Keys.MAX_VALUE_BYTES);
			for (int i = 0; i < 40; i++) {
				store.commit(Transaction.builder().put("/k", large).build());
			}
			release.countDown();
			assertThat(gap.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void slowListenerDelaysNobodyElse() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch told = new CountDownLatch(1);
		try (var store = LocalCoordinationStore.shared(this.name)) {
			long start = put(store, "/k", null);
			store.watch("/k", start, listener(() -> Awaitility.await().until(() -> release.getCount() == 0)));
			store.watch("/k", start, listener(told::countDown));
			put(store, "/k", null);
			assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
			release.countDown();
		}
	}

	@Test
	void listenerMayUseTheStore() {
		AtomicInteger calls = new AtomicInteger();
		try (var store = LocalCoordinationStore.shared(this.name)) {
			store.watch("/k", put(store, "/k", null), listener(() -> {
				if (calls.incrementAndGet() < 5) {
					put(store, "/k", null);
				}
			}));
			put(store, "/k", null);
			Awaitility.await().untilAsserted(() -> assertThat(calls).hasValue(5));
		}
	}

	private WatchListener listener(Runnable action) {
		return new WatchListener() {
			@Override
			public void onEvents(List<WatchEvent> events, long revision) {
				action.run();
			}

			@Override
			public void onGap(String reason) {
				throw new AssertionError(reason);
			}
		};
	}

	private long put(LocalCoordinationStore store, String key, String sessionId) {
		return store.commit(Transaction.builder().put(key, "v", sessionId).build())
			.toCompletableFuture()
			.join()
			.revision();
	}

}
