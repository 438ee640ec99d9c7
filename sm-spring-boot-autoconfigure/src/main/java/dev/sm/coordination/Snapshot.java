package dev.sm.coordination;

import java.util.List;

/**
 * All keys below a prefix at one revision.
 *
 * @param revision the revision of the store at which the entries were read
 * @param entries the entries, ordered by key
 */
public record Snapshot(long revision, List<Entry> entries) {

	public Snapshot {
		entries = List.copyOf(entries);
	}

}
