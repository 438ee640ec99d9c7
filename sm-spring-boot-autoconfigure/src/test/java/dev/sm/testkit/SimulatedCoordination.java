package dev.sm.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;

/**
 * A simulated store as people who ask for something see it: it answers at once.
 */
final class SimulatedCoordination implements CoordinationStore {

	private final SimulatedStore store;

	SimulatedCoordination(SimulatedStore store) {
		this.store = store;
	}

	@Override
	public CompletionStage<Entry> get(String key) {
		return CompletableFuture.completedFuture(this.store.list(key)
			.entries()
			.stream()
			.filter((entry) -> entry.key().equals(key))
			.findFirst()
			.orElse(null));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		return CompletableFuture.completedFuture(this.store.list(prefix));
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		return CompletableFuture.completedFuture(this.store.commit(transaction));
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		throw new UnsupportedOperationException("sessions are the participants'");
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		throw new UnsupportedOperationException("watches are the participants'");
	}

	@Override
	public void close() {
		// nothing is open
	}

}
