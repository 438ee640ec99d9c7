package dev.sm.manager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the keys below one prefix: a list and then a watch from the
 * list's revision on, again after every gap. What it wrote itself is known as soon as the
 * write was answered, unless the watch was quicker; the watch's older news of the same
 * keys are then skipped. So no key ever goes back to an earlier state.
 */
final class MirroredPrefix {

	private final String prefix;

	private final BiConsumer<String, @Nullable Entry> listener;

	private final Map<String, Long> written = new HashMap<>();

	private final Set<String> known = new HashSet<>();

	private final Backoff backoff = new Backoff();

	private boolean listing;

	private boolean synced;

	private boolean stale;

	private boolean closed;

	private long listRevision;

	private long seenRevision;

	private long watchId;

	/**
	 * Begins with what is known already.
	 * @param known keys below the prefix that others have told the listener of
	 */
	MirroredPrefix(String prefix, Set<String> known, BiConsumer<String, @Nullable Entry> listener) {
		this.prefix = prefix;
		this.listener = listener;
		known.stream().filter((key) -> Keys.covers(prefix, key)).forEach(this.known::add);
	}

	/** Whether nothing is known to be missing. */
	boolean synced() {
		return this.synced && !this.stale;
	}

	long listRevision() {
		return this.listRevision;
	}

	long watchId() {
		return this.watchId;
	}

	Set<String> known() {
		return this.known;
	}

	/** Lists again before {@link #synced()} is true the next time. */
	void refresh() {
		this.stale = true;
	}

	void advance(Outbox out, long now) {
		if (this.listing || synced() || this.backoff.waiting(now)) {
			return;
		}
		unwatch(out);
		this.written.clear();
		this.listing = true;
		this.synced = false;
		this.stale = false;
		out.list(this.prefix, (snapshot, reason, at) -> listed(out, snapshot, reason, at));
	}

	private void listed(Outbox out, @Nullable Snapshot snapshot, String reason, long now) {
		if (this.closed) {
			return;
		}
		this.listing = false;
		if (snapshot == null) {
			this.backoff.failed(now);
			out.notice("keys could not be read, will be tried again: " + reason);
			return;
		}
		this.backoff.succeeded();
		if (snapshot.revision() < this.seenRevision) {
			// another store, or one that was restored
			this.written.clear();
		}
		replace(snapshot);
		this.listRevision = snapshot.revision();
		this.seenRevision = snapshot.revision();
		this.synced = true;
		this.watchId = out.nextId();
		out.add(new ServiceAction.Watch(this.watchId, this.prefix, snapshot.revision()));
	}

	private void replace(Snapshot snapshot) {
		Set<String> gone = new HashSet<>(this.known);
		for (Entry entry : snapshot.entries()) {
			gone.remove(entry.key());
			change(entry.key(), snapshot.revision(), entry);
		}
		gone.forEach((key) -> change(key, snapshot.revision(), null));
	}

	void watched(List<WatchEvent> events, long revision) {
		this.seenRevision = revision;
		events.forEach((event) -> change(event.key(), event.revision(), event.entry()));
	}

	void gap(Outbox out, String reason, long now) {
		out.notice("changes may have been missed, keys are read again: " + reason);
		this.watchId = 0;
		this.synced = false;
		this.backoff.failed(now);
	}

	/**
	 * Takes what this instance has written.
	 * @param transaction what was applied
	 * @param revision at which revision
	 */
	void applied(Transaction transaction, long revision) {
		if (revision <= this.seenRevision) {
			return;
		}
		for (Operation operation : transaction.operations()) {
			if (Keys.covers(this.prefix, operation.key())) {
				Entry entry = (operation instanceof Operation.Put put)
						? new Entry(put.key(), put.value(), revision, put.sessionId()) : null;
				change(operation.key(), revision, entry);
				this.written.merge(operation.key(), revision, Math::max);
			}
		}
	}

	private void change(String key, long revision, @Nullable Entry entry) {
		Long own = this.written.get(key);
		if (own != null) {
			if (revision < own) {
				return;
			}
			this.written.remove(key);
		}
		if (entry != null) {
			this.known.add(key);
		}
		else {
			this.known.remove(key);
		}
		this.listener.accept(key, entry);
	}

	/** Ends the watch; what is known stays as it is. */
	void close(Outbox out) {
		this.closed = true;
		unwatch(out);
	}

	private void unwatch(Outbox out) {
		if (this.watchId != 0) {
			out.add(new ServiceAction.Unwatch(this.watchId));
			this.watchId = 0;
		}
	}

	void wake(WakeUp wakeUp, long now) {
		this.backoff.wake(wakeUp, now);
	}

}
