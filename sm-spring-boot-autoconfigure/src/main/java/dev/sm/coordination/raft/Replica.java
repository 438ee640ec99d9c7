package dev.sm.coordination.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sm.coordination.Change;
import dev.sm.coordination.HistoryWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance's copy of the state, as far as the log has been applied here: gives the
 * state its lock, and tells those who wait for an entry or watch. Thread-safe; nobody is
 * called under the lock.
 */
final class Replica implements HistoryWatch.Source {

	private static final Logger logger = LoggerFactory.getLogger(Replica.class);

	private final Executor deliveries;

	private final Set<HistoryWatch> watches = ConcurrentHashMap.newKeySet();

	private final TreeMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();

	private RaftState state = new RaftState();

	private long applied = -1;

	/** How many bytes of commands were applied since the last snapshot. */
	private long bytesSinceSnapshot;

	/**
	 * Makes a copy of nothing.
	 * @param deliveries tells watches, and may wait for them
	 */
	Replica(Executor deliveries) {
		this.deliveries = deliveries;
	}

	Outcome apply(long term, long index, @Nullable Long stamp, Command command, int bytes) {
		List<CompletableFuture<Void>> reached;
		Outcome outcome;
		boolean changed;
		synchronized (this) {
			long before = this.state.revision();
			outcome = this.state.apply(term, stamp, command);
			changed = this.state.revision() != before;
			this.bytesSinceSnapshot += bytes;
			reached = applied(index);
		}
		tell(reached, changed);
		return outcome;
	}

	/**
	 * Begins anew from a snapshot, or from nothing.
	 * @param restored the state
	 * @param index the last entry of the log that is in it, or -1
	 */
	void restore(RaftState restored, long index) {
		List<CompletableFuture<Void>> reached;
		synchronized (this) {
			this.state = restored;
			this.bytesSinceSnapshot = 0;
			reached = applied(index);
		}
		tell(reached, true);
	}

	private List<CompletableFuture<Void>> applied(long index) {
		this.applied = index;
		NavigableMap<Long, List<CompletableFuture<Void>>> done = this.waiting.headMap(index, true);
		List<CompletableFuture<Void>> reached = new ArrayList<>();
		done.values().forEach(reached::addAll);
		done.clear();
		return reached;
	}

	@SuppressWarnings("NullAway") // the only value of Void
	private void tell(List<CompletableFuture<Void>> reached, boolean changed) {
		reached.forEach((future) -> future.complete(null));
		if (changed) {
			this.watches.forEach(HistoryWatch::signal);
		}
	}

	/**
	 * Waits until an entry of the log has been applied here.
	 * @param index the entry
	 * @return completes then
	 */
	@SuppressWarnings("NullAway") // the only value of Void
	synchronized CompletableFuture<Void> reached(long index) {
		if (index <= this.applied) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> reached = new CompletableFuture<>();
		this.waiting.computeIfAbsent(index, (any) -> new ArrayList<>()).add(reached);
		return reached;
	}

	/** Forgets those who wait no longer. */
	synchronized void forgetDone() {
		this.waiting.values().forEach((futures) -> futures.removeIf(CompletableFuture::isDone));
		this.waiting.values().removeIf(List::isEmpty);
	}

	synchronized <T extends @Nullable Object> T read(Function<RaftState, T> reader) {
		return reader.apply(this.state);
	}

	/**
	 * Reads if an entry of the log has been applied here. It may have been once and not
	 * be any more, while a copy is made anew.
	 * @param <T> what is read
	 * @param index the entry
	 * @param reader reads
	 * @return gives what was read; {@code null} if the entry has not been applied
	 */
	synchronized <T extends @Nullable Object> @Nullable Supplier<T> readAt(long index, Function<RaftState, T> reader) {
		if (index > this.applied) {
			return null;
		}
		T value = reader.apply(this.state);
		return () -> value;
	}

	synchronized void write(Encoder out) throws IOException {
		this.state.write(out);
		this.bytesSinceSnapshot = 0;
	}

	/**
	 * Whether so much has been applied that the log should give way to a snapshot.
	 * @param bytes how much that is
	 * @return whether it has; once only
	 */
	synchronized boolean isDueForSnapshot(long bytes) {
		boolean due = this.bytesSinceSnapshot >= bytes;
		if (due) {
			this.bytesSinceSnapshot = 0;
		}
		return due;
	}

	void add(HistoryWatch watch) {
		this.watches.add(watch);
		watch.signal();
	}

	@Override
	public void forget(HistoryWatch watch) {
		this.watches.remove(watch);
	}

	@Override
	public @Nullable List<Change> changesAfter(long revision) {
		return read((state) -> state.changesAfter(revision));
	}

	@Override
	public void deliver(Runnable delivery) {
		try {
			this.deliveries.execute(delivery);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A watch ends with its store", ex);
		}
	}

	/** What this copy has told may not be what the group decided. */
	void loseWatches() {
		this.watches.forEach(HistoryWatch::lose);
	}

	void closeWatches() {
		this.watches.forEach(HistoryWatch::close);
	}

	@Override
	public String toString() {
		return "this member's copy of the store";
	}

}
