package dev.sm.shard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The shards of a cohort that each taker has been given and that may move for load,
 * largest first. Mutable.
 */
final class Holdings {

	private final Takers takers;

	private final double[] sizes;

	private final List<List<Integer>> shards = new ArrayList<>();

	private final Comparator<Integer> largestFirst;

	Holdings(Model model, Cohort cohort, Takers takers) {
		this.takers = takers;
		this.sizes = model.sizes;
		this.largestFirst = Comparator.<Integer>comparingDouble((shard) -> -model.sizes[shard])
			.thenComparing(Comparator.naturalOrder());
		for (int i = 0; i < takers.size(); i++) {
			this.shards.add(new ArrayList<>());
		}
		for (int shard : cohort.shards()) {
			int i = takers.givenTo(shard);
			if (i >= 0 && !model.resting.get(shard)) {
				this.shards.get(i).add(shard);
			}
		}
		this.shards.forEach((list) -> list.sort(this.largestFirst));
	}

	List<Integer> of(int taker) {
		return this.shards.get(taker);
	}

	double size(int taker, int at) {
		return this.sizes[of(taker).get(at)];
	}

	/**
	 * The first of a taker's shards that is no larger than a limit.
	 * @param taker the taker
	 * @param limit the limit
	 * @return its place in the list, or the length of the list
	 */
	int atMost(int taker, double limit) {
		int low = 0;
		int high = of(taker).size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (size(taker, middle) > limit) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	void move(int at, int from, int to) {
		int shard = of(from).remove(at);
		this.takers.move(shard, from, to);
		of(to).add(-1 - Collections.binarySearch(of(to), shard, this.largestFirst), shard);
	}

}
