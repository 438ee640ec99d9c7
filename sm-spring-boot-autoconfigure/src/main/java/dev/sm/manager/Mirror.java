package dev.sm.manager;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of a service's keys: all of them, or only those below the
 * prefixes that it needs. Keys of different prefixes may be known as of different
 * revisions.
 */
final class Mirror {

	private final BiConsumer<String, @Nullable Entry> listener;

	private final Map<String, MirroredPrefix> prefixes = new TreeMap<>();

	Mirror(BiConsumer<String, @Nullable Entry> listener) {
		this.listener = listener;
	}

	/**
	 * Sets what is to be known; the rest is forgotten.
	 * @param wanted prefixes, none of which covers another
	 */
	void cover(Set<String> wanted, Outbox out) {
		if (this.prefixes.keySet().equals(wanted)) {
			return;
		}
		Set<String> known = new HashSet<>();
		this.prefixes.entrySet().removeIf((part) -> {
			if (wanted.contains(part.getKey())) {
				return false;
			}
			known.addAll(part.getValue().known());
			part.getValue().close(out);
			return true;
		});
		known.removeIf((key) -> {
			boolean forgotten = wanted.stream().noneMatch((prefix) -> Keys.covers(prefix, key));
			if (forgotten) {
				this.listener.accept(key, null);
			}
			return forgotten;
		});
		for (String prefix : wanted) {
			this.prefixes.computeIfAbsent(prefix, (name) -> new MirroredPrefix(name, known, this.listener));
		}
	}

	/** Whether all keys of a prefix were ever read, and are kept up with. */
	boolean seen(String prefix) {
		MirroredPrefix part = this.prefixes.get(prefix);
		return part != null && part.listRevision() > 0;
	}

	/** Whether nothing is known to be missing. */
	boolean synced() {
		return !this.prefixes.isEmpty() && this.prefixes.values().stream().allMatch(MirroredPrefix::synced);
	}

	/** Whether all that is to be known was ever read. */
	boolean seen() {
		return listRevision() > 0;
	}

	/** The revision of the oldest list. */
	long listRevision() {
		return this.prefixes.values().stream().mapToLong(MirroredPrefix::listRevision).min().orElse(0);
	}

	/** Lists again before {@link #synced()} is true the next time. */
	void refresh() {
		this.prefixes.values().forEach(MirroredPrefix::refresh);
	}

	void advance(Outbox out, long now) {
		this.prefixes.values().forEach((part) -> part.advance(out, now));
	}

	void watched(long watchId, List<WatchEvent> events, long revision) {
		MirroredPrefix part = part(watchId);
		if (part != null) {
			part.watched(events, revision);
		}
	}

	void gap(Outbox out, long watchId, String reason, long now) {
		MirroredPrefix part = part(watchId);
		if (part != null) {
			part.gap(out, reason, now);
		}
	}

	private @Nullable MirroredPrefix part(long watchId) {
		for (MirroredPrefix part : this.prefixes.values()) {
			if (part.watchId() == watchId) {
				return part;
			}
		}
		return null;
	}

	/**
	 * Takes what this instance has written.
	 * @param transaction what was applied
	 * @param revision at which revision
	 */
	void applied(Transaction transaction, long revision) {
		this.prefixes.values().forEach((part) -> part.applied(transaction, revision));
	}

	void wake(WakeUp wakeUp, long now) {
		this.prefixes.values().forEach((part) -> part.wake(wakeUp, now));
	}

}
