package dev.sm.shard;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Where shards should be, and why. Immutable.
 *
 * @param targets the participant that should own each shard, by shard id; a shard that
 * cannot be placed is absent
 * @param standbys the participants that should keep a copy of each shard, first in line
 * first, by shard id; a shard that has none is absent
 * @param moves what has to change, most urgent first: shards without an owner before
 * shards on draining participants before those that move for balance
 * @param copies which copies have to change: one from nowhere is made anew, one to
 * nowhere is given up
 * @param unplaced why a shard has no target, by shard id
 * @param missing why a shard has fewer standbys than it asks for, by shard id
 * @param hot which shards take more than any participant's even share alone, with what
 * they would need, by shard id
 * @param notes why a shard stays on a participant that should not keep it, by shard id
 */
public record Plan(Map<String, String> targets, Map<String, List<String>> standbys, List<Move> moves, List<Move> copies,
		Map<String, String> unplaced, Map<String, String> missing, Map<String, String> hot, Map<String, String> notes) {

	public Plan {
		targets = (targets instanceof Targets) ? targets : Collections.unmodifiableMap(new TreeMap<>(targets));
		standbys = Collections.unmodifiableMap(new TreeMap<>(standbys));
		moves = List.copyOf(moves);
		copies = List.copyOf(copies);
		unplaced = Collections.unmodifiableMap(new TreeMap<>(unplaced));
		missing = Collections.unmodifiableMap(new TreeMap<>(missing));
		hot = Collections.unmodifiableMap(new TreeMap<>(hot));
		notes = Collections.unmodifiableMap(new TreeMap<>(notes));
	}

	/**
	 * A plan without standbys and notes.
	 * @param targets the participant that should own each shard
	 * @param moves what has to change
	 * @param unplaced why a shard has no target
	 */
	public Plan(Map<String, String> targets, List<Move> moves, Map<String, String> unplaced) {
		this(targets, Map.of(), moves, List.of(), unplaced, Map.of(), Map.of(), Map.of());
	}

	/**
	 * The targets, but for some shards what another map says. With these as owners, the
	 * next plan for the same list of shards takes the least time.
	 * @param shards the shards
	 * @param others the other map; what it does not have is absent
	 * @return the map, immutable
	 */
	public Map<String, String> targetsBut(Collection<String> shards, Map<String, String> others) {
		if (this.targets instanceof Targets known) {
			return shards.isEmpty() ? known : known.but(shards, others);
		}
		Map<String, String> changed = new TreeMap<>(this.targets);
		changed.keySet().removeAll(shards);
		for (String shard : shards) {
			if (others.containsKey(shard)) {
				changed.put(shard, others.get(shard));
			}
		}
		return Collections.unmodifiableMap(changed);
	}

	/**
	 * One shard, or one copy of a shard, that has to go elsewhere.
	 *
	 * @param shardId the shard
	 * @param from the participant that has it now and is still there, or {@code null}
	 * @param to the participant that should have it, or {@code null} if there is none and
	 * it only has to leave
	 * @param reason why, for people
	 */
	public record Move(String shardId, @Nullable String from, @Nullable String to, String reason) {

	}

}
