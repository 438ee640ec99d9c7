package dev.sm.coordination.consul;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sm.coordination.Entry;
import dev.sm.coordination.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a watch has told, and what it is to tell of a newer state: Consul answers with all
 * keys below a prefix, not with changes. Passive; not thread-safe.
 */
final class ConsulView {

	private final String prefix;

	private @Nullable Map<String, Long> known;

	/** Up to where everything was told. */
	private long revision;

	/**
	 * Creates a view.
	 * @param prefix the prefix
	 * @param revision what the listener has seen
	 * @param known the keys that were there, with their revisions, or {@code null} if
	 * nobody remembers
	 */
	ConsulView(String prefix, long revision, @Nullable Map<String, Long> known) {
		this.prefix = prefix;
		this.revision = revision;
		this.known = (known != null) ? new HashMap<>(known) : null;
	}

	String prefix() {
		return this.prefix;
	}

	boolean isKnown() {
		return this.known != null;
	}

	/**
	 * Takes the first state, where nobody remembers what the listener has seen.
	 * @param entries all keys
	 * @param index the index of the last change below the prefix
	 * @param storeRevision the revision of the store
	 * @return why something may be missing, or {@code null}
	 */
	@Nullable String begin(List<Entry> entries, long index, long storeRevision) {
		if (this.revision > Math.max(index, storeRevision)) {
			return "the store is at revision " + Math.max(index, storeRevision) + ", before " + this.revision
					+ " that was seen: it was restored or wiped";
		}
		if (index > this.revision) {
			return "Consul does not tell what was changed after revision " + this.revision;
		}
		this.known = revisions(entries);
		return null;
	}

	/**
	 * Takes a newer state.
	 * @param entries all keys
	 * @param index the index of the last change below the prefix
	 * @return what to tell
	 */
	Step take(List<Entry> entries, long index) {
		Map<String, Long> before = (this.known != null) ? this.known : Map.of();
		Map<String, Long> after = revisions(entries);
		List<WatchEvent> events = new ArrayList<>();
		for (Entry entry : entries) {
			if (!Long.valueOf(entry.revision()).equals(before.get(entry.key()))) {
				events.add(new WatchEvent(entry.key(), entry.revision(), entry));
			}
		}
		for (String key : before.keySet()) {
			if (!after.containsKey(key)) {
				events.add(new WatchEvent(key, index, null));
			}
		}
		this.known = after;
		if (events.isEmpty()) {
			return new Step(events, this.revision, null);
		}
		long oldest = events.stream().mapToLong(WatchEvent::revision).min().orElse(0);
		if (oldest <= this.revision) {
			return new Step(List.of(), this.revision, "the index of Consul went back to " + oldest + ", before "
					+ this.revision + " that was told: the store was restored or wiped");
		}
		events.sort(Comparator.comparingLong(WatchEvent::revision).thenComparing(WatchEvent::key));
		this.revision = Math.max(index, events.get(events.size() - 1).revision());
		return new Step(events, this.revision, null);
	}

	private static Map<String, Long> revisions(List<Entry> entries) {
		Map<String, Long> revisions = new HashMap<>();
		entries.forEach((entry) -> revisions.put(entry.key(), entry.revision()));
		return revisions;
	}

	/**
	 * What to tell.
	 *
	 * @param events the changes; none if there is a gap or nothing has changed
	 * @param revision up to where nothing is missing then
	 * @param gap why something may be missing, or {@code null}
	 */
	record Step(List<WatchEvent> events, long revision, @Nullable String gap) {

	}

}
