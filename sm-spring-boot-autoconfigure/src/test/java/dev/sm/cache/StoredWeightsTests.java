package dev.sm.cache;

import java.time.Duration;
import java.util.List;
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

	private static final String KEY = "/sm/pools/p/weights";

	private final MapStore store = new MapStore();

	@Test
	void firstStartWritesTheConfiguredWeights() {
		try (Pools pools = open(1, 3, OnChange.KEEP)) {
			assertThat(this.store.value).isEqualTo("sm-weights 1\nn1=1\nn2=3\n");
			assertThat(pools.migrations().status("p").to()).containsEntry("n2", 3);
		}
	}

	@Test
	void laterStartKeepsTheStoredWeights() {
		this.store.value = "sm-weights 1\nn1=1\nn2=3\n";
		try (Pools pools = open(5, 5, OnChange.KEEP)) {
			assertThat(pools.migrations().status("p").to()).containsEntry("n1", 1).containsEntry("n2", 3);
			assertThat(pools.get("p").describe().nodes().get(1).share()).isCloseTo(0.75, offset(0.01));
		}
	}

	@Test
	void whoeverLosesTheRaceOfFirstStartsUsesWhatTheOtherWrote() {
		this.store.beforeCommit = () -> this.store.value = "sm-weights 1\nn1=7\nn2=3\n";
		try (Pools pools = open(1, 3, OnChange.KEEP)) {
			assertThat(pools.migrations().status("p").to()).containsEntry("n1", 7);
		}
	}

	@Test
	void writeWhoseOutcomeIsUnknownIsLookedUp() {
		this.store.failures.set(2);
		try (Pools pools = open(1, 3, OnChange.FAIL)) {
			assertThat(pools.names()).containsExactly("p");
			assertThat(this.store.value).isEqualTo("sm-weights 1\nn1=1\nn2=3\n");
		}
	}

	@Test
	void changeFailsTheStartIfAskedAndClosesWhatWasOpened() {
		this.store.value = "sm-weights 1\nn1=1\nn2=3\n";
		assertThatExceptionOfType(PoolWeightsChangedException.class).isThrownBy(() -> open(5, 5, OnChange.FAIL));
	}

	@Test
	void damagedWeightsFailTheStartAndNameTheirKey() {
		this.store.value = "garbage";
		assertThatExceptionOfType(InvalidPoolException.class).isThrownBy(() -> open(5, 5, OnChange.KEEP))
			.withMessageContainingAll("'p'", KEY);
	}

	@Test
	void storeThatRefusesFailsTheStartInTime() {
		this.store.failures.set(Integer.MAX_VALUE);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> open(1, 3, OnChange.KEEP))
			.withMessageContainingAll("'p'", "500ms", "store is away");
	}

	@Test
	void storeThatIsSilentFailsTheStartInTime() {
		this.store.silent = true;
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> open(1, 3, OnChange.KEEP))
			.withMessageContainingAll("'p'", "500ms");
	}

	private Pools open(int first, int second, OnChange onChange) {
		PoolSettings settings = PoolSettings.named("p")
			.onChange(onChange)
			.node(NodeSettings.of("n1", "memory:", first))
			.node(NodeSettings.of("n2", "memory:", second))
			.build();
		return TestPools.builder()
			.pools(List.of(settings))
			.weightsIn(this.store, "/sm", Duration.ofMillis(500))
			.build();
	}

	/** One key. */
	private static final class MapStore implements CoordinationStore {

		private final AtomicInteger failures = new AtomicInteger();

		private volatile String value;

		private volatile boolean silent;

		private volatile Runnable beforeCommit = () -> {
		};

		@Override
		public CompletionStage<Entry> get(String key) {
			assertThat(key).isEqualTo(KEY);
			if (this.silent) {
				return new CompletableFuture<>();
			}
			if (this.failures.getAndDecrement() > 1) {
				return CompletableFuture.failedFuture(new CoordinationException("store is away"));
			}
			String current = this.value;
			return CompletableFuture.completedFuture((current != null) ? new Entry(key, current, 1, null) : null);
		}

		@Override
		public CompletionStage<CommitResult> commit(Transaction transaction) {
			this.beforeCommit.run();
			assertThat(transaction.compares()).singleElement().matches((compare) -> compare.revision() == 0);
			boolean applied = this.value == null;
			if (applied) {
				this.value = ((Operation.Put) transaction.operations().get(0)).value();
			}
			return (this.failures.getAndDecrement() > 0)
					? CompletableFuture.failedFuture(new CoordinationException("no answer"))
					: CompletableFuture.completedFuture(new CommitResult(applied, 1));
		}

		@Override
		public CompletionStage<Session> openSession(Duration ttl) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Snapshot> list(String prefix) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Watch watch(String prefix, long afterRevision, WatchListener listener) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

}
