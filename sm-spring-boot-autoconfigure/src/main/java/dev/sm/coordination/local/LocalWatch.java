package dev.sm.coordination.local;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.Keys;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that fetches what is new each time it is woken. A slow listener therefore costs
 * no memory: it falls behind, and is told of a gap once the history has moved on.
 */
final class LocalWatch implements Watch {

	private static final Logger logger = LoggerFactory.getLogger(LocalWatch.class);

	private final LocalStoreDriver driver;

	private final Object view;

	private final String prefix;

	private final WatchListener listener;

	private final AtomicInteger signals = new AtomicInteger();

	/** Read and written by one delivery at a time. */
	private long position;

	private volatile boolean closed;

	LocalWatch(LocalStoreDriver driver, Object view, String prefix, long afterRevision, WatchListener listener) {
		this.driver = driver;
		this.view = view;
		this.prefix = Keys.check(prefix);
		this.position = afterRevision;
		this.listener = listener;
	}

	boolean isOf(Object view) {
		return this.view == view;
	}

	void signal() {
		if (!this.closed && this.signals.getAndIncrement() == 0) {
			this.driver.deliver(this::deliverAll);
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
		List<Change> changes = this.driver.changesAfter(this.position);
		if (changes == null) {
			close();
			this.listener.onGap("the local store no longer has, or never had, what followed revision " + this.position);
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
		this.driver.forget(this);
	}

}
