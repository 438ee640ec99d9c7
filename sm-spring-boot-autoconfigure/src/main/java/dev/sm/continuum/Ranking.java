package dev.sm.continuum;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * All nodes of a slot, the earliest first: without the later ones of the race it would be
 * the same. Costs time in proportion to the number of nodes.
 *
 * @param nodes the nodes
 * @param slot the slot
 */
record Ranking(WeightedNodes nodes, int slot) {

	private static final Comparator<Entry> LATEST_FIRST = Comparator.comparingDouble(Entry::time)
		.thenComparingInt(Entry::node)
		.reversed();

	int[] first(int count) {
		PriorityQueue<Entry> earliest = new PriorityQueue<>(LATEST_FIRST);
		for (int node = 0; node < this.nodes.count(); node++) {
			double time = time(node);
			// a later node with an equal time comes after, as in the race
			if (earliest.size() < count) {
				earliest.add(new Entry(time, node));
			}
			else if (time < earliest.element().time()) {
				earliest.remove();
				earliest.add(new Entry(time, node));
			}
		}
		int[] ranked = new int[earliest.size()];
		for (int place = ranked.length - 1; place >= 0; place--) {
			ranked[place] = earliest.remove().node();
		}
		return ranked;
	}

	private double time(int node) {
		long permutation = Draw.permutation(this.nodes.seeds()[node], this.slot / Slots.PER_BLOCK);
		int rank = Draw.rank(this.slot % Slots.PER_BLOCK, Draw.first(permutation), Draw.inverseStep(permutation));
		return Draw.time(rank, Draw.phase(permutation)) * this.nodes.paces()[node];
	}

	private record Entry(double time, int node) {

	}

}
