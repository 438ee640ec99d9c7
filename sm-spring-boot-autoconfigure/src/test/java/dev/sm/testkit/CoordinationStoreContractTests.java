package dev.sm.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of a {@link CoordinationStore}, run against every adapter. A subclass says
 * how to {@link #open()} a client of one store, and which {@link #ttl() time to live} is
 * short there.
 */
public abstract class CoordinationStoreContractTests extends CoordinationSessionsContract {

	@Test
	void watchTellsWhatCameAfterItsRevision() {
		long before = put("/k", "old");
		try (StoreMirror mirror = new StoreMirror(this.store, this.root).startAfter(before)) {
			long revision = put("/k", "new");
			eventually().until(() -> !mirror.events().isEmpty());
			assertThat(mirror.events())
				.containsExactly(new WatchEvent(key("/k"), revision, new Entry(key("/k"), "new", revision, null)));
		}
	}

	@Test
	void watchTellsOfDeletes() {
		long before = put("/k", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, this.root).startAfter(before)) {
			delete("/k");
			eventually().until(() -> !mirror.events().isEmpty());
			assertThat(mirror.events().get(0).key()).isEqualTo(key("/k"));
			assertThat(mirror.events().get(0).entry()).isNull();
			assertThat(mirror.events().get(0).revision()).isGreaterThan(before);
		}
	}

	@Test
	void watchCoversWholeSegmentsOnly() {
		long before = put("/other", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, key("/a/s1")).startAfter(before)) {
			put("/a/s10", "other");
			put("/a/s1-b", "other");
			put("/a", "other");
			put("/a/s1", "itself");
			put("/a/s1/x", "below");
			eventually().until(() -> mirror.events().size() == 2);
			assertThat(mirror.entries()).extracting(Entry::value).containsExactly("itself", "below");
		}
	}

	@Test
	void watchTellsOfAnEndedSession() {
		Session session = openSession();
		long before = put("/k", "v", session.id());
		try (StoreMirror mirror = new StoreMirror(this.store, this.root).startAfter(before)) {
			eventually().until(() -> !mirror.events().isEmpty());
			assertThat(mirror.events()).extracting(WatchEvent::key).containsExactly(key("/k"));
			assertThat(mirror.events().get(0).entry()).isNull();
		}
	}

	@Test
	void watchTellsTheSessionOfAKey() {
		long before = put("/other", "v");
		Session session = openLongSession();
		try (StoreMirror mirror = new StoreMirror(this.store, this.root).startAfter(before)) {
			put("/k", "v", session.id());
			eventually().until(() -> !mirror.events().isEmpty());
			assertThat(mirror.entries()).extracting(Entry::sessionId).containsExactly(session.id());
		}
	}

	@Test
	void watchFromThePastReplaysOrReportsAGap() {
		put("/a", "1");
		long seen = put("/b", "1");
		put("/a", "2");
		delete("/b");
		put("/c", "1");
		try (StoreMirror mirror = new StoreMirror(this.store, this.root).startAfter(seen)) {
			eventually().until(() -> mirror.entries().equals(list("")));
			assertThat(mirror.faults()).isEmpty();
		}
	}

	@Test
	void watchFromARevisionThatNeverWasReportsAGap() {
		long revision = put("/k", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, this.root).startAfter(revision + 1_000_000_000L)) {
			eventually().until(() -> mirror.gaps() > 0);
			eventually().until(() -> mirror.entries().equals(list("")));
		}
	}

	@Test
	void watchMissesNothingUnderConcurrentWriters() {
		long seed = System.nanoTime();
		try (StoreMirror mirror = new StoreMirror(another(), this.root).start()) {
			CompletableFuture<?>[] writers = IntStream.range(0, 4)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> writeAtRandom(new Random(seed + i)),
						(task) -> new Thread(task).start()))
				.toArray(CompletableFuture[]::new);
			CompletableFuture.allOf(writers).orTimeout(60, TimeUnit.SECONDS).join();
			eventually().untilAsserted(() -> assertThat(mirror.entries()).as("seed %d", seed).isEqualTo(list("")));
			assertThat(mirror.faults()).as("seed %d", seed).isEmpty();
		}
	}

	private void writeAtRandom(Random random) {
		for (int i = 0; i < 40; i++) {
			String key = key("/" + random.nextInt(8));
			Transaction.Builder transaction = Transaction.builder();
			if (random.nextInt(3) == 0) {
				transaction.delete(key);
			}
			else {
				transaction.put(key, "v" + random.nextInt()).put(key + "/also", "v");
			}
			commit(transaction);
		}
	}

	@Test
	void keysOfOneTransactionAreToldTogether() {
		Snapshot empty = answer(this.store.list(this.root));
		List<List<WatchEvent>> calls = new CopyOnWriteArrayList<>();
		try (var watch = this.store.watch(this.root, empty.revision(), new RecordingListener(calls))) {
			commit(Transaction.builder().put(key("/a"), "v").put(key("/b"), "v").put(key("/c"), "v"));
			eventually().until(() -> !calls.isEmpty());
			assertThat(calls.get(0)).as("of %s", watch).hasSize(3);
		}
	}

	@Test
	void closedWatchTellsNothingMore() {
		long before = put("/k", "v");
		StoreMirror closed = new StoreMirror(this.store, this.root).startAfter(before);
		closed.close();
		try (StoreMirror open = new StoreMirror(this.store, this.root).startAfter(before)) {
			put("/k", "w");
			eventually().until(() -> !open.events().isEmpty());
		}
		put("/k", "x");
		assertThat(closed.events()).isEmpty();
	}

	@Test
	void watchesOfAClosedStoreTellNothingMore() {
		long before = put("/k", "v");
		CoordinationStore other = another();
		StoreMirror early = new StoreMirror(other, this.root).startAfter(before);
		other.close();
		StoreMirror late = new StoreMirror(other, this.root).startAfter(before);
		try (StoreMirror open = new StoreMirror(this.store, this.root).startAfter(before)) {
			put("/k", "w");
			eventually().until(() -> !open.events().isEmpty());
		}
		assertThat(early.events()).isEmpty();
		assertThat(late.events()).isEmpty();
	}

	@Test
	void listenerThatThrowsIsToldOfLaterChanges() {
		long before = put("/k", "v");
		List<List<WatchEvent>> calls = new CopyOnWriteArrayList<>();
		try (var watch = this.store.watch(this.root, before, new RecordingListener(calls) {
			@Override
			public void onEvents(List<WatchEvent> events, long revision) {
				super.onEvents(events, revision);
				if (calls.size() == 1) {
					throw new IllegalStateException("thrown by the test");
				}
			}
		})) {
			put("/k", "w");
			eventually().until(() -> calls.size() == 1);
			put("/k", "x");
			eventually().untilAsserted(() -> assertThat(calls).as("of %s", watch).hasSize(2));
		}
	}

	@Test
	void manyWatchesAreServed() {
		List<StoreMirror> mirrors = IntStream.range(0, 30)
			.mapToObj((i) -> new StoreMirror(this.store, key("/" + i)).start())
			.toList();
		IntStream.range(0, 30).forEach((i) -> put("/" + i, "v" + i));
		eventually().until(() -> mirrors.stream().allMatch((mirror) -> mirror.events().size() == 1));
		mirrors.forEach(StoreMirror::close);
	}

	@Test
	void closeReturnsSoonWithWatchesAndSessionsOpen() {
		CoordinationStore other = another();
		answer(other.openSession(ttl()));
		new StoreMirror(other, this.root).start();
		long start = System.nanoTime();
		other.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

}
