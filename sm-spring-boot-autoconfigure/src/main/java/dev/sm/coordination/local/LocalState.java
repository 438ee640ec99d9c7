package dev.sm.coordination.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.Change;
import dev.sm.coordination.ChangeHistory;
import dev.sm.coordination.Compare;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keys, sessions and the latest changes of one local store: passive, without a clock.
 * Time is a reading of one monotonic clock in nanoseconds; each call that takes it first
 * ends the sessions that are due by then, so nobody ever sees a key of a session whose
 * time is over. Not thread-safe.
 */
final class LocalState {

	private final TreeMap<String, Entry> entries = new TreeMap<>();

	private final Map<String, LocalSession> sessions = new HashMap<>();

	private final LongSupplier revisions;

	private final ChangeHistory history;

	private long revision;

	/**
	 * Creates an empty store.
	 * @param revisions gives a larger number each time
	 * @param historyCapacity how many characters of changes are remembered
	 */
	LocalState(LongSupplier revisions, int historyCapacity) {
		this.revisions = revisions;
		this.revision = revisions.getAsLong();
		this.history = new ChangeHistory(historyCapacity, this.revision);
	}

	void openSession(String id, long ttlNanos, long now) {
		expire(now);
		if (this.sessions.putIfAbsent(id, new LocalSession(ttlNanos, now)) != null) {
			throw new IllegalArgumentException("session '" + id + "' must have an id of its own");
		}
	}

	void renewSession(String id, long now) {
		expire(now);
		session(id).renew(now);
	}

	void closeSession(String id, long now) {
		expire(now);
		LocalSession session = this.sessions.remove(id);
		if (session != null) {
			removeAll(session.keys());
		}
	}

	boolean hasSessions() {
		return !this.sessions.isEmpty();
	}

	/**
	 * When the next session ends if it is not renewed.
	 * @return a reading of the clock; empty without sessions
	 */
	OptionalLong wakeUp() {
		Iterator<LocalSession> all = this.sessions.values().iterator();
		if (!all.hasNext()) {
			return OptionalLong.empty();
		}
		long earliest = all.next().deadline();
		while (all.hasNext()) {
			long deadline = all.next().deadline();
			// readings of the clock may overflow: only differences count
			earliest = (deadline - earliest < 0) ? deadline : earliest;
		}
		return OptionalLong.of(earliest);
	}

	void expire(long now) {
		Iterator<LocalSession> all = this.sessions.values().iterator();
		List<LocalSession> ended = new ArrayList<>();
		while (all.hasNext()) {
			LocalSession session = all.next();
			if (session.deadline() - now <= 0) {
				all.remove();
				ended.add(session);
			}
		}
		ended.forEach((session) -> removeAll(session.keys()));
	}

	@Nullable Entry get(String key, long now) {
		expire(now);
		return this.entries.get(key);
	}

	Snapshot list(String prefix, long now) {
		expire(now);
		List<Entry> found = new ArrayList<>();
		for (Entry entry : this.entries.tailMap(prefix).values()) {
			if (!entry.key().startsWith(prefix)) {
				break;
			}
			if (Keys.covers(prefix, entry.key())) {
				found.add(entry);
			}
		}
		return new Snapshot(this.revision, found);
	}

	CommitResult commit(Transaction transaction, long now) {
		expire(now);
		if (!transaction.compares().stream().allMatch(this::holds)) {
			return new CommitResult(false, this.revision);
		}
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put && put.sessionId() != null) {
				session(put.sessionId());
			}
		}
		write(transaction.operations());
		return new CommitResult(true, this.revision);
	}

	long revision() {
		return this.revision;
	}

	@Nullable List<Change> changesAfter(long revision) {
		return (revision <= this.revision) ? this.history.after(revision) : null;
	}

	private boolean holds(Compare compare) {
		Entry entry = this.entries.get(compare.key());
		return ((entry != null) ? entry.revision() : 0) == compare.revision();
	}

	private void removeAll(Set<String> keys) {
		write(new TreeSet<>(keys).stream().<Operation>map(Operation.Delete::new).toList());
	}

	private void write(List<Operation> operations) {
		List<Operation> effective = new ArrayList<>();
		for (Operation operation : operations) {
			if (operation instanceof Operation.Put || this.entries.containsKey(operation.key())) {
				effective.add(operation);
			}
		}
		if (effective.isEmpty()) {
			return;
		}
		this.revision = this.revisions.getAsLong();
		List<WatchEvent> events = new ArrayList<>();
		for (Operation operation : effective) {
			events.add(write(operation));
		}
		this.history.add(new Change(this.revision, events));
	}

	private WatchEvent write(Operation operation) {
		Entry before = this.entries.remove(operation.key());
		if (before != null && before.sessionId() != null && this.sessions.containsKey(before.sessionId())) {
			session(before.sessionId()).keys().remove(before.key());
		}
		Entry entry = null;
		if (operation instanceof Operation.Put put) {
			entry = new Entry(put.key(), put.value(), this.revision, put.sessionId());
			this.entries.put(put.key(), entry);
			if (put.sessionId() != null) {
				session(put.sessionId()).keys().add(put.key());
			}
		}
		return new WatchEvent(operation.key(), this.revision, entry);
	}

	private LocalSession session(String id) {
		LocalSession session = this.sessions.get(id);
		if (session == null) {
			throw new SessionLostException(id);
		}
		return session;
	}

}
