package dev.sm.coordination.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.HistoryWatch;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * A coordination store in the memory of this JVM. All that ask for the same name share
 * one store, and close it each for themselves; it vanishes when all have closed it and no
 * session is left. A store of the same name may then be made anew: it is empty, and
 * repeats neither revisions nor session ids. Every stage is complete when it is returned.
 * Thread-safe.
 */
public final class LocalCoordinationStore implements CoordinationStore {

	private final String name;

	private final LocalStoreDriver driver;

	private boolean closed;

	private LocalCoordinationStore(String name) {
		this.name = name;
		this.driver = LocalStoreDriver.acquire(name);
	}

	/**
	 * Opens a view of the store of a name, which is created if there is none.
	 * @param name the name
	 * @return the view, to be closed
	 */
	public static LocalCoordinationStore shared(String name) {
		return new LocalCoordinationStore(name);
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		Session.checkTtl(ttl);
		return call((state, now) -> {
			String id = this.driver.newSessionId();
			state.openSession(id, ttl.toNanos(), now);
			return new View(id, ttl);
		});
	}

	@Override
	public CompletionStage<@Nullable Entry> get(String key) {
		Keys.check(key);
		return call((state, now) -> state.get(key, now));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		Keys.check(prefix);
		return call((state, now) -> state.list(prefix, now));
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		return call((state, now) -> state.commit(transaction, now));
	}

	@Override
	public synchronized Watch watch(String prefix, long afterRevision, WatchListener listener) {
		HistoryWatch watch = new HistoryWatch(this.driver, prefix, afterRevision, listener);
		if (!this.closed) {
			this.driver.watch(this, watch);
		}
		return watch;
	}

	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.driver.release(this);
		}
	}

	private synchronized <T> CompletionStage<T> call(LocalStoreDriver.Action<T> action) {
		if (this.closed) {
			return CompletableFuture
				.failedStage(new CoordinationException("the local store '" + this.name + "' is closed"));
		}
		try {
			return CompletableFuture.completedStage(this.driver.locked(action));
		}
		catch (CoordinationException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	@Override
	public String toString() {
		return "local store '" + this.name + "'";
	}

	/**
	 * A session as its opener sees it.
	 */
	private final class View implements Session {

		private final String id;

		private final Duration ttl;

		View(String id, Duration ttl) {
			this.id = id;
			this.ttl = ttl;
		}

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public Duration ttl() {
			return this.ttl;
		}

		@Override
		public CompletionStage<Void> renew() {
			return call((state, now) -> {
				state.renewSession(this.id, now);
				return null;
			});
		}

		@Override
		public CompletionStage<Void> close() {
			return call((state, now) -> {
				state.closeSession(this.id, now);
				return null;
			});
		}

	}

}
