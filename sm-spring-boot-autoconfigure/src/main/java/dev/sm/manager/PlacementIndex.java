package dev.sm.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which participants' documents have an entry of a shard.
 */
final class PlacementIndex {

	private final Map<String, Set<String>> participants = new HashMap<>();

	void replace(String participant, Map<String, AssignmentDocument.Item> before,
			Map<String, AssignmentDocument.Item> after) {
		for (String shard : before.keySet()) {
			if (!after.containsKey(shard)) {
				this.participants.computeIfPresent(shard, (name, in) -> {
					in.remove(participant);
					return in.isEmpty() ? null : in;
				});
			}
		}
		for (String shard : after.keySet()) {
			if (!before.containsKey(shard)) {
				this.participants.computeIfAbsent(shard, (name) -> new TreeSet<>()).add(participant);
			}
		}
	}

	/**
	 * Who has an entry of a shard.
	 * @param shard the shard
	 * @return participants, ordered
	 */
	Set<String> participants(String shard) {
		return this.participants.getOrDefault(shard, Set.of());
	}

	Set<String> shards() {
		return this.participants.keySet();
	}

}
