package dev.sm.manager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.sm.manager.AssignmentDocument.Item;
import org.jspecify.annotations.Nullable;

/**
 * Of which shards documents say something else than when it was asked last. Looks only
 * into documents that have changed, so that the cost does not grow with the number of
 * shards.
 */
final class ChangedEntries {

	private final ServiceState state;

	private final Map<String, Versioned<AssignmentDocument>> seen = new HashMap<>();

	ChangedEntries(ServiceState state) {
		this.state = state;
	}

	/** Begins anew: all shards that are in documents count as changed next time. */
	void reset() {
		this.seen.clear();
	}

	/**
	 * What has changed.
	 * @return the shards, to be changed by the caller
	 */
	Set<String> next() {
		Set<String> touched = new HashSet<>();
		this.state.assignments().forEach((id, document) -> {
			Versioned<AssignmentDocument> before = this.seen.put(id, document);
			if (before != document) {
				touch(touched, items(before), items(document));
			}
		});
		if (this.seen.size() > this.state.assignments().size()) {
			this.seen.entrySet().removeIf((entry) -> {
				boolean gone = !this.state.assignments().containsKey(entry.getKey());
				if (gone) {
					touch(touched, items(entry.getValue()), Map.of());
				}
				return gone;
			});
		}
		return touched;
	}

	private static Map<String, Item> items(@Nullable Versioned<AssignmentDocument> document) {
		return (document != null) ? document.value().entries() : Map.of();
	}

	private static void touch(Set<String> touched, Map<String, Item> before, Map<String, Item> after) {
		after.forEach((shard, item) -> {
			if (!item.equals(before.get(shard))) {
				touched.add(shard);
			}
		});
		before.keySet().stream().filter((shard) -> !after.containsKey(shard)).forEach(touched::add);
	}

}
