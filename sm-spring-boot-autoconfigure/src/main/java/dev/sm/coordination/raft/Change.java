package dev.sm.coordination.raft;

import java.util.List;

import dev.sm.coordination.Keys;
import dev.sm.coordination.WatchEvent;

/**
 * What one revision changed.
 *
 * @param revision the revision
 * @param events the changes, one for each key
 */
record Change(long revision, List<WatchEvent> events) {

	Change {
		events = List.copyOf(events);
	}

	List<WatchEvent> below(String prefix) {
		return this.events.stream().filter((event) -> Keys.covers(prefix, event.key())).toList();
	}

	/**
	 * How much memory this change holds on to, roughly.
	 * @return the number of characters
	 */
	int weight() {
		int weight = 0;
		for (WatchEvent event : this.events) {
			weight += 100 + event.key().length() + ((event.entry() != null) ? event.entry().value().length() : 0);
		}
		return weight;
	}

}
