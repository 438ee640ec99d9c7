package dev.sm.continuum;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * All nodes of a slot in the order of their times: the first is who holds it, and each is
 * who would hold it if those before were gone. Costs time in proportion to the number of
 * nodes.
 *
 * @param nodes the nodes
 * @param slot the slot
 */
record Ranking(WeightedNodes nodes, int slot) {

	int[] first(int count) {
		PriorityQueue<Long> earliest = new PriorityQueue<>(Comparator.reverseOrder());
		for (int node = 0; node < this.nodes.count(); node++) {
			long claim = claim(node);
			if (earliest.size() == count && claim < earliest.element()) {
				earliest.remove();
			}
			if (earliest.size() < count) {
				earliest.add(claim);
			}
		}
		return earliest.stream().sorted().mapToInt(Draw::node).toArray();
	}

	private long claim(int node) {
		long permutation = Draw.permutation(this.nodes.seeds()[node], this.slot / Slots.PER_BLOCK);
		int rank = Draw.rank(this.slot % Slots.PER_BLOCK, Draw.first(permutation), Draw.inverseStep(permutation));
		return Draw.claim(Draw.time(rank, Draw.phase(permutation)) * this.nodes.paces()[node], node);
	}

}
