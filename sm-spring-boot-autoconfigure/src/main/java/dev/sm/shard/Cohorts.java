package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Sorts shards without a target into cohorts. The cohorts with the fewest eligible
 * participants come first: the others can fill up around them.
 */
final class Cohorts {

	private final Model model;

	private final GroupState[] groups;

	private final Map<Requirement, int[]> eligible = new HashMap<>();

	private final List<Cohort> cohorts = new ArrayList<>();

	Cohorts(Model model) {
		this.model = model;
		this.groups = new GroupState[model.layout.counted.length];
		Arrays.setAll(this.groups, (any) -> new GroupState(model.participants.length));
	}

	List<Cohort> build() {
		boolean special = !this.model.request.preferred().isEmpty() || !this.model.request.excluded().isEmpty()
				|| !this.model.promoted.isEmpty();
		countPlaced();
		for (Layout.Kind kind : this.model.layout.kinds) {
			if (special) {
				split(kind);
			}
			else {
				add(kind, Set.of(), kind.shards());
			}
		}
		this.cohorts.sort(Comparator.comparingInt((cohort) -> cohort.eligible().length));
		return this.cohorts;
	}

	private void countPlaced() {
		if (this.model.placed == 0) {
			return;
		}
		for (int s = 0; s < this.model.target.length; s++) {
			if (this.model.target[s] >= 0) {
				this.groups[this.model.layout.group[s]].add(this.model.target[s], this.model.sizes[s]);
			}
		}
	}

	/** Shards that failed somewhere are a cohort of their own. */
	private void split(Layout.Kind kind) {
		Map<String, Set<String>> failed = new TreeMap<>();
		Map<String, IntStream.Builder> members = new TreeMap<>();
		for (int shard : kind.shards()) {
			if (this.model.target[shard] < 0) {
				Set<String> excluded = this.model.excluded(shard);
				String key = excluded.isEmpty() ? "" : new TreeSet<>(excluded).toString();
				failed.put(key, excluded);
				members.computeIfAbsent(key, (any) -> IntStream.builder()).add(shard);
			}
		}
		failed.forEach((key, excluded) -> {
			IntStream.Builder found = members.get(key);
			if (found != null) {
				add(kind, excluded, found.build().toArray());
			}
		});
	}

	private void add(Layout.Kind kind, Set<String> excluded, int[] shards) {
		GroupState group = this.groups[kind.group()];
		Cohort cohort = new Cohort(group, this.model.layout.counted[kind.group()], shards,
				this.eligible.computeIfAbsent(new Requirement(kind.tags(), excluded), this::eligible));
		group.expect(cohort);
		this.cohorts.add(cohort);
	}

	private int[] eligible(Requirement requirement) {
		Participant[] participants = this.model.participants;
		return IntStream.range(0, participants.length).filter((p) -> {
			Participant participant = participants[p];
			return participant.weight() > 0 && !participant.draining() && this.model.room(p) > 0
					&& participant.tags().containsAll(requirement.tags)
					&& !requirement.excluded.contains(participant.id());
		}).toArray();
	}

	private record Requirement(Set<String> tags, Set<String> excluded) {

	}

}
