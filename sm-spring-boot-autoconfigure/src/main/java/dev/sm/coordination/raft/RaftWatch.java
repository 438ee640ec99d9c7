package dev.sm.coordination.raft;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.Keys;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch on this instance's copy of the state, which fetches what is new each time it is
 * woken. A slow listener therefore costs no memory: it falls behind, and is told of a gap
 * once the history has moved on.
 */
final class RaftWatch implements Watch {

	private static final Logger logger = LoggerFactory.getLogger(RaftWatch.class);

	private final Replica replica;

	private final Executor deliveries;

	private final String prefix;

	private final WatchListener listener;

	private final AtomicInteger signals = new AtomicInteger();

	/** Read and written by one delivery at a time, and before the first. */
	private volatile long position;

	private volatile boolean closed;

	private volatile boolean impossible;

	RaftWatch(Replica replica, Executor deliveries, String prefix, long afterRevision, WatchListener listener) {
		this.replica = replica;
		this.deliveries = deliveries;
		this.prefix = Keys.check(prefix);
		this.position = afterRevision;
		this.listener = listener;
	}

	/**
	 * Says what the revision of the store is. This copy may lag behind what the watcher
	 * has seen; the store may not.
	 * @param revision the revision of the store, read after the watch began
	 */
	void checkAgainst(long revision) {
		if (revision < this.position) {
			this.impossible = true;
			signal();
		}
	}

	boolean isAhead() {
		return this.position > this.replica.read(RaftState::revision);
	}

	boolean isClosed() {
		return this.closed;
	}

	void signal() {
		if (!this.closed && this.signals.getAndIncrement() == 0) {
			try {
				this.deliveries.execute(this::deliverAll);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The watch on '{}' ends with its store", this.prefix);
			}
		}
	}

	private void deliverAll() {
		int seen;
		do {
			seen = this.signals.get();
			try {
				deliver();
			}
			catch (RuntimeException ex) {
				logger.error("The listener of the watch on '{}' threw; what it was told is lost to it", this.prefix,
						ex);
			}
		}
		while (this.signals.addAndGet(-seen) != 0);
	}

	private void deliver() {
		if (this.closed) {
			return;
		}
		List<Change> changes = this.replica.read((state) -> state.changesAfter(this.position));
		if (changes == null || this.impossible) {
			close();
			this.listener
				.onGap("this copy of the store no longer has, or never had, what followed revision " + this.position);
			return;
		}
		if (changes.isEmpty()) {
			return;
		}
		this.position = changes.get(changes.size() - 1).revision();
		List<WatchEvent> events = changes.stream().flatMap((change) -> change.below(this.prefix).stream()).toList();
		if (!events.isEmpty() && !this.closed) {
			this.listener.onEvents(events, this.position);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.replica.remove(this);
	}

}
