package dev.sm.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.Compare;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;

/**
 * The linearizable core of a coordination store in virtual time. Its clock runs at a rate
 * of its own.
 */
final class SimulatedStore {

	private final Timeline time;

	private final double rate;

	private final TreeMap<String, Entry> entries = new TreeMap<>();

	private final Map<String, Lease> sessions = new TreeMap<>();

	private final List<WatchEvent> history = new ArrayList<>();

	private final TreeMap<Long, Long> revisions = new TreeMap<>();

	private final List<BiConsumer<List<WatchEvent>, Long>> listeners = new ArrayList<>();

	private long revision = 1;

	private long compacted;

	private int lastSession;

	SimulatedStore(Timeline time, double rate) {
		this.time = time;
		this.rate = rate;
	}

	String open(long ttl) {
		String id = "s" + ++this.lastSession;
		this.sessions.put(id, new Lease(ttl, 0));
		renew(id);
		return id;
	}

	boolean renew(String id) {
		Lease lease = this.sessions.get(id);
		if (lease == null) {
			return false;
		}
		long end = this.time.now() + (long) (lease.ttl() / this.rate);
		this.sessions.put(id, new Lease(lease.ttl(), end));
		this.time.at(end, () -> expire(id));
		return true;
	}

	/** What a store does that has restarted: all sessions live on for their full time. */
	void renewAll() {
		List.copyOf(this.sessions.keySet()).forEach(this::renew);
	}

	/**
	 * Loses everything, so that revisions go back.
	 * @param revision where they go on
	 */
	void wipe(long revision) {
		this.entries.clear();
		this.sessions.clear();
		this.history.clear();
		this.revisions.clear();
		this.compacted = 0;
		this.revision = revision;
		List.copyOf(this.listeners).forEach((listener) -> listener.accept(List.of(), -1L));
	}

	/** Forgets what happened before, so that watches have to begin anew. */
	void compact() {
		this.history.clear();
		this.compacted = this.revision;
	}

	/** Whether what came after a revision is forgotten. */
	boolean isCompacted(long afterRevision) {
		return afterRevision < this.compacted;
	}

	private void expire(String id) {
		Lease lease = this.sessions.get(id);
		if (lease != null && lease.end() <= this.time.now()) {
			this.time.note("store", "session " + id + " ends");
			close(id);
		}
	}

	void close(String id) {
		if (this.sessions.remove(id) == null) {
			return;
		}
		List<String> bound = this.entries.values()
			.stream()
			.filter((entry) -> id.equals(entry.sessionId()))
			.map(Entry::key)
			.toList();
		if (!bound.isEmpty()) {
			this.revision++;
			publish(bound.stream().map(this::remove).toList());
		}
	}

	private WatchEvent remove(String key) {
		this.entries.remove(key);
		return new WatchEvent(key, this.revision, null);
	}

	CommitResult commit(Transaction transaction) {
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put && put.sessionId() != null
					&& !this.sessions.containsKey(put.sessionId())) {
				throw new SessionLostException(put.sessionId());
			}
		}
		if (!transaction.compares().stream().allMatch(this::holds)) {
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
			else if (this.entries.containsKey(operation.key())) {
				events.add(remove(operation.key()));
			}
		}
		publish(events);
		return new CommitResult(true, this.revision);
	}

	private boolean holds(Compare compare) {
		Entry entry = this.entries.get(compare.key());
		return ((entry != null) ? entry.revision() : 0) == compare.revision();
	}

	private void publish(List<WatchEvent> events) {
		this.history.addAll(events);
		this.revisions.put(this.time.now(), this.revision);
		List.copyOf(this.listeners).forEach((listener) -> listener.accept(events, this.revision));
	}

	Snapshot list(String prefix) {
		return new Snapshot(this.revision,
				this.entries.values().stream().filter((entry) -> Keys.covers(prefix, entry.key())).toList());
	}

	/**
	 * A list in which all registrations are as they were some time ago.
	 * @param prefix what to list
	 * @param lag how long ago, in nanoseconds
	 * @return the list
	 */
	Snapshot list(String prefix, long lag) {
		if (lag == 0) {
			return list(prefix);
		}
		Map.Entry<Long, Long> then = this.revisions.floorEntry(this.time.now() - lag);
		TreeMap<String, Entry> mixed = new TreeMap<>();
		list(prefix).entries().forEach((entry) -> mixed.put(entry.key(), entry));
		mixed.keySet().removeIf((key) -> key.startsWith(prefix + "/participants/"));
		for (WatchEvent event : this.history) {
			if (event.key().startsWith(prefix + "/participants/")
					&& event.revision() <= ((then != null) ? then.getValue() : 0)) {
				if (event.entry() != null) {
					mixed.put(event.key(), event.entry());
				}
				else {
					mixed.remove(event.key());
				}
			}
		}
		return new Snapshot(this.revision, List.copyOf(mixed.values()));
	}

	/** What happened after a revision, for a watch that starts late. */
	List<WatchEvent> since(long revision) {
		return this.history.stream().filter((event) -> event.revision() > revision).toList();
	}

	void listen(BiConsumer<List<WatchEvent>, Long> listener) {
		this.listeners.add(listener);
	}

	void unlisten(BiConsumer<List<WatchEvent>, Long> listener) {
		this.listeners.remove(listener);
	}

	long revision() {
		return this.revision;
	}

	private record Lease(long ttl, long end) {

	}

}
