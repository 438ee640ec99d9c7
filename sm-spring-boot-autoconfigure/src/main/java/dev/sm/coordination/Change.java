package dev.sm.coordination;

import java.util.List;

/**
 * What one revision changed.
 *
 * @param revision the revision
 * @param events the changes, one for each key
 */
public record Change(long revision, List<WatchEvent> events) {

	/**
	 * Copies the events.
	 */
	public Change {
		events = List.copyOf(events);
	}

	/**
	 * What of it concerns a watch.
	 * @param prefix the prefix of the keys, without trailing slash
	 * @return the events at and below it
	 */
	public List<WatchEvent> below(String prefix) {
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
