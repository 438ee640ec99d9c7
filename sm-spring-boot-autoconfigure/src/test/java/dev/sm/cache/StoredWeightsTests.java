package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.cache.PoolSettings.OnChange;
import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

/**
 * Pools whose weights are in a store.
 */
class StoredWeightsTests {

	private static final Duration SHORT = Duration.ofMillis(500);

	private static final String KEY = "/sm/pools/p/weights";

	private final MapStore store = new MapStore();

	@Test
	void firstStartWritesTheConfiguredWeights() {
		try (Pools pools = open(1, 3, OnChange.KEEP)) {
			assertThat(this.store.weights()).isEqualTo("sm-weights 1\nn1=1\nn2=3\n");
			assertThat(pools.migrations().status("p").to()).containsEntry("n2", 3);
		}
	}

	@Test
	void laterStartKeepsTheStoredWeights() {
		this.store.weights("sm-weights 1\nn1=1\nn2=3\n");
		try (Pools pools = open(5, 5, OnChange.KEEP)) {
			assertThat(pools.migrations().status("p").to()).containsEntry("n1", 1).containsEntry("n2", 3);
			assertThat(pools.get("p").describe().nodes().get(1).share()).isCloseTo(0.75, offset(0.01));
		}
	}

	@Test
	void whoeverLosesTheRaceOfFirstStartsUsesWhatTheOtherWrote() {
		this.store.beforeCommit = () -> this.store.weights("sm-weights 1\nn1=7\nn2=3\n");
		try (Pools pools = open(1, 3, OnChange.KEEP)) {
			assertThat(pools.migrations().status("p").to()).containsEntry("n1", 7);
		}
	}

	@Test
	void writeWhoseOutcomeIsUnknownIsLookedUp() {
		this.store.failures.set(2);
		try (Pools pools = open(1, 3, OnChange.FAIL)) {
			assertThat(pools.names()).containsExactly("p");
			assertThat(this.store.weights()).isEqualTo("sm-weights 1\nn1=1\nn2=3\n");
		}
	}

	@Test
	void changeFailsTheStartIfAskedAndClosesWhatWasOpened() {
		this.store.weights("sm-weights 1\nn1=1\nn2=3\n");
		assertThatExceptionOfType(PoolWeightsChangedException.class).isThrownBy(() -> open(5, 5, OnChange.FAIL));
	}

	@Test
	void damagedWeightsFailTheStartAndNameTheirKey() {
		this.store.weights("garbage");
		assertThatExceptionOfType(InvalidPoolException.class).isThrownBy(() -> open(5, 5, OnChange.KEEP))
			.withMessageContainingAll("'p'", KEY);
	}

	@Test
	void storeThatRefusesFailsTheStartInTime() {
		this.store.failures.set(Integer.MAX_VALUE);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> open(1, 3, OnChange.KEEP, SHORT))
			.withMessageContainingAll("'p'", "500ms", "store is away");
	}

	@Test
	void storeThatIsSilentFailsTheStartInTime() {
		this.store.silent = true;
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> open(1, 3, OnChange.KEEP, SHORT))
			.withMessageContainingAll("'p'", "500ms");
	}

	private Pools open(int first, int second, OnChange onChange) {
		return open(first, second, onChange, Duration.ofSeconds(30));
	}

	private Pools open(int first, int second, OnChange onChange, Duration patience) {
		PoolSettings settings = PoolSettings.named("p")
			.onChange(onChange)
			.node(NodeSettings.of("n1", "memory:", first))
			.node(NodeSettings.of("n2", "memory:", second))
			.build();
		return TestPools.builder().pools(List.of(settings)).weightsIn(this.store, "/sm", patience).build();
	}

	/** Keys that fail, or change behind one's back, when told. */
	private static final class MapStore implements CoordinationStore {

		private final AtomicInteger failures = new AtomicInteger();

		private final Map<String, Entry> entries = new ConcurrentHashMap<>();

		private volatile boolean silent;

		private volatile Runnable beforeCommit = () -> {
		};

		private void weights(String value) {
			this.entries.put(KEY, new Entry(KEY, value, 1, null));
		}

		private String weights() {
			Entry entry = this.entries.get(KEY);
			return (entry != null) ? entry.value() : null;
		}

		@Override
		public CompletionStage<Entry> get(String key) {
			if (this.silent) {
				return new CompletableFuture<>();
			}
			if (this.failures.getAndDecrement() > 1) {
				return CompletableFuture.failedFuture(new CoordinationException("store is away"));
			}
			return CompletableFuture.completedFuture(this.entries.get(key));
		}

		@Override
		public CompletionStage<CommitResult> commit(Transaction transaction) {
			this.beforeCommit.run();
			boolean applied = transaction.compares().stream().allMatch((compare) -> {
				Entry entry = this.entries.get(compare.key());
				return compare.revision() == ((entry != null) ? entry.revision() : 0);
			});
			if (applied) {
				transaction.operations().forEach((operation) -> {
					Operation.Put put = (Operation.Put) operation;
					this.entries.put(put.key(), new Entry(put.key(), put.value(), 2, null));
				});
			}
			return (this.failures.getAndDecrement() > 0)
					? CompletableFuture.failedFuture(new CoordinationException("no answer"))
					: CompletableFuture.completedFuture(new CommitResult(applied, 2));
		}

		@Override
		public CompletionStage<Session> openSession(Duration ttl) {
			return CompletableFuture.failedFuture(new CoordinationException("no sessions here"));
		}

		@Override
		public CompletionStage<Snapshot> list(String prefix) {
			return CompletableFuture.completedFuture(new Snapshot(2, List.copyOf(this.entries.values())));
		}

		@Override
		public Watch watch(String prefix, long afterRevision, WatchListener listener) {
			return () -> {
			};
		}

		@Override
		public void close() {
		}

	}

}
