package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Sorts shards without a target into cohorts. The cohorts with the fewest eligible
 * participants come first: the others can fill up around them.
 */
final class Cohorts {

	private final Model model;

	private final double[] sizes;

	private final Map<String, GroupState> groups = new HashMap<>();

	private final Map<String, Double> weights = new HashMap<>();

	Cohorts(Model model, double[] sizes) {
		this.model = model;
		this.sizes = sizes;
	}

	List<Cohort> build() {
		Map<Key, Members> byKey = new HashMap<>();
		Members last = null;
		for (int s = 0; s < this.model.shards.length; s++) {
			GroupState group = group(this.model.shards[s]);
			int target = this.model.target[s];
			if (target >= 0) {
				group.add(target, this.sizes[s]);
			}
			else if (this.model.shards[s].pin() == null) {
				Key key = new Key(this.model.shards[s].group(), this.model.shards[s].tags(), this.model.excluded(s));
				if (last == null || !key.equals(last.key)) {
					last = byKey.computeIfAbsent(key, (any) -> new Members(any, group, IntStream.builder()));
				}
				last.shards.add(s);
			}
		}
		return sorted(byKey.values());
	}

	private GroupState group(ShardSpec shard) {
		GroupState group = this.groups.computeIfAbsent(shard.group(),
				(name) -> new GroupState(this.model.participants.length));
		Double weight = this.weights.putIfAbsent(shard.group(), shard.weight());
		group.counted &= (weight == null || weight == shard.weight());
		return group;
	}

	private List<Cohort> sorted(Collection<Members> all) {
		Map<Key, int[]> eligible = new HashMap<>();
		List<Members> ordered = new ArrayList<>(all);
		ordered.sort(Comparator.comparing((members) -> members.key.toString()));
		return ordered.stream()
			.map((members) -> new Cohort(members.group, members.shards.build().toArray(),
					eligible.computeIfAbsent(new Key("", members.key.tags, members.key.excluded), this::eligible)))
			.sorted(Comparator.comparingInt((cohort) -> cohort.eligible().length))
			.toList();
	}

	private int[] eligible(Key key) {
		Participant[] participants = this.model.participants;
		int[] found = new int[participants.length];
		int count = 0;
		for (int p = 0; p < participants.length; p++) {
			Participant participant = participants[p];
			if (participant.weight() > 0 && !participant.draining() && this.model.room(p) > 0
					&& participant.tags().containsAll(key.tags) && !key.excluded.contains(participant.id())) {
				found[count++] = p;
			}
		}
		return Arrays.copyOf(found, count);
	}

	private record Key(String group, Set<String> tags, Set<String> excluded) {

		@Override
		public String toString() {
			return this.group + " " + this.tags + " " + new TreeSet<>(this.excluded);
		}

	}

	private record Members(Key key, GroupState group, IntStream.Builder shards) {

	}

}
