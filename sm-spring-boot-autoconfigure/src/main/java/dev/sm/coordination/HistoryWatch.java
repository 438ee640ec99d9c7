package dev.sm.coordination;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch for stores that have the latest changes in this process: it fetches what is new
 * each time it is woken. A slow listener therefore costs no memory: it falls behind, and
 * is told of a gap once the history has moved on. Thread-safe.
 */
public final class HistoryWatch implements Watch {

	private static final Logger logger = LoggerFactory.getLogger(HistoryWatch.class);

	private final Source source;

	private final String prefix;

	private final WatchListener listener;

	private final AtomicInteger signals = new AtomicInteger();

	/** Written by one delivery at a time. */
	private volatile long position;

	private volatile boolean closed;

	private volatile boolean lost;

	/**
	 * Begins a watch, which does nothing until it is woken.
	 * @param source what is watched
	 * @param prefix the prefix of the keys, without trailing slash
	 * @param afterRevision the watch begins after this revision
	 * @param listener who is told, by one thread at a time
	 */
	public HistoryWatch(Source source, String prefix, long afterRevision, WatchListener listener) {
		this.source = source;
		this.prefix = Keys.check(prefix);
		this.position = afterRevision;
		this.listener = listener;
	}

	/**
	 * Says that something may be new. Returns at once; nobody is called by this thread.
	 */
	public void signal() {
		if (!this.closed && this.signals.getAndIncrement() == 0) {
			this.source.deliver(this::deliverAll);
		}
	}

	/**
	 * Says that what follows can never be had: the listener is told of a gap.
	 */
	public void lose() {
		this.lost = true;
		signal();
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
		List<Change> changes = this.lost ? null : this.source.changesAfter(this.position);
		if (changes == null) {
			close();
			this.listener.onGap(this.source + " no longer has, or never had, what followed revision " + this.position);
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

	/**
	 * How far this watch is.
	 * @return the revision of the last change that it fetched, or where it began
	 */
	public long position() {
		return this.position;
	}

	/**
	 * Whether the watch has ended.
	 * @return whether it has
	 */
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		this.source.forget(this);
	}

	/**
	 * What is watched; its {@code toString} names it to people.
	 */
	public interface Source {

		/**
		 * What happened after a revision.
		 * @param revision the revision
		 * @return the changes in order, or {@code null} if some of them are forgotten or
		 * the revision never was
		 */
		@Nullable List<Change> changesAfter(long revision);

		/**
		 * Runs a delivery soon, by a thread that may wait for a listener; drops it if the
		 * store has ended.
		 * @param delivery the delivery
		 */
		void deliver(Runnable delivery);

		/**
		 * Signals a watch no more.
		 * @param watch the watch
		 */
		void forget(HistoryWatch watch);

	}

}
