package dev.sm.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Undoes moves that go round in a circle: a shard from one participant to another, one of
 * another cohort from there to a third, and so on back to the first. The counts stay as
 * they are, and so can the shards.
 */
final class Circles {

	private final Model model;

	private final GroupState group;

	private final List<Deque<Integer>> leaving = new ArrayList<>();

	private final List<Integer> path = new ArrayList<>();

	private final int[] onPath;

	Circles(Model model, GroupState group, List<Cohort> cohorts) {
		this.model = model;
		this.group = group;
		this.onPath = new int[model.participants.length];
		Arrays.fill(this.onPath, -1);
		for (int p = 0; p < this.onPath.length; p++) {
			this.leaving.add(new ArrayDeque<>());
		}
		for (Cohort cohort : cohorts) {
			Takers takers = new Takers(model, cohort);
			for (int shard : cohort.shards()) {
				int target = model.target[shard];
				if (takers.holder(shard) >= 0 && target >= 0 && target != model.owner[shard]) {
					this.leaving.get(model.owner[shard]).add(shard);
				}
			}
		}
	}

	void undo() {
		for (int start = 0; start < this.onPath.length; start++) {
			walk(start);
		}
	}

	private void walk(int start) {
		int at = start;
		this.onPath[start] = 0;
		while (true) {
			Integer shard = this.leaving.get(at).poll();
			if (shard == null) {
				this.onPath[at] = -1;
				if (this.path.isEmpty()) {
					return;
				}
				at = this.model.owner[this.path.remove(this.path.size() - 1)];
				continue;
			}
			this.path.add(shard);
			at = this.model.target[shard];
			if (this.onPath[at] < 0) {
				this.onPath[at] = this.path.size();
			}
			else {
				stay(this.path.subList(this.onPath[at], this.path.size()));
			}
		}
	}

	private void stay(List<Integer> circle) {
		for (int shard : circle) {
			int owner = this.model.owner[shard];
			int target = this.model.target[shard];
			this.group.remove(target, this.model.sizes[shard]);
			this.group.add(owner, this.model.sizes[shard]);
			this.model.take(shard);
			this.model.place(shard, owner);
			this.model.why.remove(shard);
		}
		for (int shard : circle.subList(1, circle.size())) {
			this.onPath[this.model.owner[shard]] = -1;
		}
		circle.clear();
	}

}
