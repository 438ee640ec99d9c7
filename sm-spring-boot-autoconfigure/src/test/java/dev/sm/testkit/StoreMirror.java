package dev.sm.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;

/**
 * Keeps a copy of all keys below a prefix, by the recipe that the SPI gives: list, watch
 * from there, and begin again after a gap. Notes whatever breaks the contract.
 */
public final class StoreMirror implements WatchListener, AutoCloseable {

	private final CoordinationStore store;

	private final String prefix;

	private final Map<String, Entry> entries = new TreeMap<>();

	private final List<WatchEvent> events = new ArrayList<>();

	private final List<String> faults = new ArrayList<>();

	private int gaps;

	private long revision;

	private Thread inside;

	private Watch watch;

	public StoreMirror(CoordinationStore store, String prefix) {
		this.store = store;
		this.prefix = prefix;
	}

	/**
	 * Lists, then watches.
	 * @return this
	 */
	public StoreMirror start() {
		Snapshot snapshot = this.store.list(this.prefix).toCompletableFuture().join();
		begin(snapshot);
		return this;
	}

	/**
	 * Watches from a revision, with nothing known.
	 * @param afterRevision the revision
	 * @return this
	 */
	public StoreMirror startAfter(long afterRevision) {
		begin(new Snapshot(afterRevision, List.of()));
		return this;
	}

	private synchronized void begin(Snapshot snapshot) {
		this.entries.clear();
		snapshot.entries().forEach((entry) -> this.entries.put(entry.key(), entry));
		this.revision = snapshot.revision();
		this.watch = this.store.watch(this.prefix, snapshot.revision(), this);
	}

	@Override
	public void onEvents(List<WatchEvent> told, long upTo) {
		enter();
		try {
			synchronized (this) {
				told.forEach(this::apply);
				expect(upTo >= this.revision, "told up to " + upTo + " after " + this.revision);
				this.revision = upTo;
			}
		}
		finally {
			leave();
		}
	}

	@Override
	public synchronized void onGap(String reason) {
		this.gaps++;
		this.store.list(this.prefix).thenAccept(this::begin);
	}

	private void apply(WatchEvent event) {
		expect(event.revision() >= this.revision, event + " told after " + this.revision);
		expect(event.entry() == null || event.entry().revision() == event.revision(), event + " has two revisions");
		this.revision = event.revision();
		this.events.add(event);
		if (event.entry() != null) {
			this.entries.put(event.key(), event.entry());
		}
		else {
			this.entries.remove(event.key());
		}
	}

	private synchronized void enter() {
		expect(this.inside == null, "told by two threads at a time");
		this.inside = Thread.currentThread();
	}

	private synchronized void leave() {
		this.inside = null;
	}

	private void expect(boolean condition, String fault) {
		if (!condition) {
			this.faults.add(fault);
		}
	}

	/**
	 * What the prefix has, as far as was told.
	 * @return the entries in the order of their keys
	 */
	public synchronized List<Entry> entries() {
		return List.copyOf(this.entries.values());
	}

	/**
	 * All changes that were told.
	 * @return the changes in the order in which they were told
	 */
	public synchronized List<WatchEvent> events() {
		return List.copyOf(this.events);
	}

	/**
	 * What was told and must not have been.
	 * @return the faults
	 */
	public synchronized List<String> faults() {
		return List.copyOf(this.faults);
	}

	/**
	 * How often there was a gap.
	 * @return their number
	 */
	public synchronized int gaps() {
		return this.gaps;
	}

	@Override
	public void close() {
		this.watch.close();
	}

}
