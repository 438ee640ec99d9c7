package dev.sm.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * A way to a store that can be cut and joined: while it is cut, requests do not reach the
 * store and fail, and watches are silent. Watches that missed something report a gap once
 * it is joined again.
 */
public final class SwitchableStore implements CoordinationStore {

	private final CoordinationStore store;

	private volatile boolean cut;

	public SwitchableStore(CoordinationStore store) {
		this.store = store;
	}

	/** Nothing gets through from here on. */
	public void cut() {
		this.cut = true;
	}

	/** Everything gets through again. */
	public void join() {
		this.cut = false;
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		return through(() -> this.store.openSession(ttl)).thenApply(SwitchableSession::new);
	}

	@Override
	public CompletionStage<@Nullable Entry> get(String key) {
		return through(() -> this.store.get(key));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		return through(() -> this.store.list(prefix));
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		return through(() -> this.store.commit(transaction));
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		return this.store.watch(prefix, afterRevision, new SwitchableListener(listener));
	}

	@Override
	public void close() {
		this.store.close();
	}

	private <T> CompletionStage<T> through(Supplier<CompletionStage<T>> request) {
		return this.cut ? CompletableFuture.failedFuture(new CoordinationException("the store is away"))
				: request.get();
	}

	/**
	 * Renews and closes only while the way is there.
	 */
	private final class SwitchableSession implements Session {

		private final Session session;

		private SwitchableSession(Session session) {
			this.session = session;
		}

		@Override
		public String id() {
			return this.session.id();
		}

		@Override
		public Duration ttl() {
			return this.session.ttl();
		}

		@Override
		public CompletionStage<Void> renew() {
			return through(this.session::renew);
		}

		@Override
		public CompletionStage<Void> close() {
			return through(this.session::close);
		}

	}

	/**
	 * Loses what is told while the way is cut, and then tells no more than that.
	 */
	private final class SwitchableListener implements WatchListener {

		private final WatchListener listener;

		private boolean missed;

		private SwitchableListener(WatchListener listener) {
			this.listener = listener;
		}

		@Override
		public void onEvents(List<WatchEvent> events, long revision) {
			if (SwitchableStore.this.cut) {
				this.missed = true;
			}
			else if (this.missed) {
				this.missed = false;
				this.listener.onGap("the way to the store was cut");
			}
			else {
				this.listener.onEvents(events, revision);
			}
		}

		@Override
		public void onGap(String reason) {
			this.listener.onGap(reason);
		}

	}

}
