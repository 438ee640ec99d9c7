package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;

/**
 * A linearizable store in simulated time; each client reaches it over a network that is
 * slow, loses answers and is away at times.
 */
final class SimulatedCoordination {

	private final SimulatedTime time;

	private final TreeMap<String, Entry> entries = new TreeMap<>();

	private final Set<String> sessions = new HashSet<>();

	private final List<Feed> feeds = new ArrayList<>();

	private long revision = 1;

	private int lastSession;

	private boolean away;

	SimulatedCoordination(SimulatedTime time) {
		this.time = time;
	}

	void away(boolean away) {
		this.away = away;
	}

	boolean isAway() {
		return this.away;
	}

	String open() {
		String id = "s" + ++this.lastSession;
		this.sessions.add(id);
		return id;
	}

	void close(String session) {
		this.sessions.remove(session);
		List<WatchEvent> events = new ArrayList<>();
		this.revision++;
		List.copyOf(this.entries.values())
			.stream()
			.filter((entry) -> session.equals(entry.sessionId()))
			.forEach((entry) -> {
				this.entries.remove(entry.key());
				events.add(new WatchEvent(entry.key(), this.revision, null));
			});
		publish(events);
	}

	Entry get(String key) {
		return this.entries.get(key);
	}

	CommitResult commit(Transaction transaction) {
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put && put.sessionId() != null
					&& !this.sessions.contains(put.sessionId())) {
				throw new SessionLostException(put.sessionId());
			}
		}
		boolean holds = transaction.compares().stream().allMatch((compare) -> {
			Entry entry = this.entries.get(compare.key());
			return compare.revision() == ((entry != null) ? entry.revision() : 0);
		});
		if (!holds) {
			return new CommitResult(false, this.revision);
		}
		this.revision++;
		List<WatchEvent> events = new ArrayList<>();
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put) {
				Entry entry = new Entry(put.key(), put.value(), this.revision, put.sessionId());
				this.entries.put(put.key(), entry);
				events.add(new WatchEvent(put.key(), this.revision, entry));
			}
			else if (this.entries.remove(operation.key()) != null) {
				events.add(new WatchEvent(operation.key(), this.revision, null));
			}
		}
		publish(events);
		return new CommitResult(true, this.revision);
	}

	private void publish(List<WatchEvent> events) {
		long at = this.revision;
		List.copyOf(this.feeds).forEach((feed) -> feed.send(events, at));
	}

	/** A client that is told nothing and sends nothing unless it is there. */
	CoordinationStore client(BooleanSupplier there) {
		return new Client(there);
	}

	private final class Client implements CoordinationStore {

		private final BooleanSupplier there;

		private Client(BooleanSupplier there) {
			this.there = there;
		}

		private <T> CompletionStage<T> call(Supplier<T> request) {
			SimulatedTime time = SimulatedCoordination.this.time;
			CompletableFuture<T> answer = new CompletableFuture<>();
			boolean lost = time.chance(0.02);
			time.after(time.delay(), () -> {
				if (SimulatedCoordination.this.away || lost && time.chance(0.5)) {
					fail(answer);
					return;
				}
				try {
					T result = request.get();
					if (lost) {
						fail(answer);
						return;
					}
					time.after(time.delay(), () -> answer.complete(result));
				}
				catch (RuntimeException ex) {
					time.after(time.delay(), () -> answer.completeExceptionally(ex));
				}
			});
			return answer;
		}

		private <T> void fail(CompletableFuture<T> answer) {
			SimulatedCoordination.this.time.after(200_000_000,
					() -> answer.completeExceptionally(new CoordinationException("no answer")));
		}

		@Override
		public CompletionStage<Entry> get(String key) {
			return call(() -> SimulatedCoordination.this.entries.get(key));
		}

		@Override
		public CompletionStage<Snapshot> list(String prefix) {
			return call(() -> new Snapshot(SimulatedCoordination.this.revision,
					SimulatedCoordination.this.entries.values()
						.stream()
						.filter((entry) -> Keys.covers(prefix, entry.key()))
						.toList()));
		}

		@Override
		public CompletionStage<CommitResult> commit(Transaction transaction) {
			return call(() -> SimulatedCoordination.this.commit(transaction));
		}

		@Override
		public Watch watch(String prefix, long afterRevision, WatchListener listener) {
			Feed feed = new Feed(prefix, listener);
			SimulatedCoordination.this.feeds.add(feed);
			if (SimulatedCoordination.this.revision > afterRevision) {
				SimulatedCoordination.this.time.after(1, () -> feed.gap());
			}
			return () -> SimulatedCoordination.this.feeds.remove(feed);
		}

		@Override
		public CompletionStage<Session> openSession(Duration ttl) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

	/** Tells in order, late at times. */
	private final class Feed {

		private final String prefix;

		private final WatchListener listener;

		private long last;

		private Feed(String prefix, WatchListener listener) {
			this.prefix = prefix;
			this.listener = listener;
		}

		private void send(List<WatchEvent> events, long revision) {
			SimulatedTime time = SimulatedCoordination.this.time;
			this.last = Math.max(this.last, time.now() + time.delay());
			List<WatchEvent> mine = events.stream().filter((event) -> Keys.covers(this.prefix, event.key())).toList();
			time.after(this.last - time.now(), () -> {
				if (SimulatedCoordination.this.feeds.contains(this)) {
					this.listener.onEvents(mine, revision);
				}
			});
		}

		private void gap() {
			if (SimulatedCoordination.this.feeds.remove(this)) {
				this.listener.onGap("late");
			}
		}

	}

}
