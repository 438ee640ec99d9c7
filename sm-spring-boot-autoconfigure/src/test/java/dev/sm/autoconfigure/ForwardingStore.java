package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;

/** A store of the user's own making, which counts as shared. */
class ForwardingStore implements CoordinationStore {

	private final CoordinationStore delegate;

	ForwardingStore(CoordinationStore delegate) {
		this.delegate = delegate;
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		return this.delegate.openSession(ttl);
	}

	@Override
	public CompletionStage<Entry> get(String key) {
		return this.delegate.get(key);
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		return this.delegate.list(prefix);
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		return this.delegate.commit(transaction);
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		return this.delegate.watch(prefix, afterRevision, listener);
	}

	@Override
	public void close() {
		this.delegate.close();
	}

}
