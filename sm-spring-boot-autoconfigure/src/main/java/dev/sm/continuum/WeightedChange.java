package dev.sm.continuum;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes the table of one set of nodes out of that of another from which few nodes differ:
 * only slots of nodes that are gone or lost weight are raced for again, and nodes that
 * came or gained weight try the slots for which they may be in time. The outcome is that
 * of a build. Not thread-safe.
 */
final class WeightedChange {

	/** With more nodes than this a build takes about as long. */
	static final int MAX_NODES = 4;

	// a race for a whole block costs about as much as this many claims a slot
	private static final int RACE = 16;

	private static final int P = Slots.PER_BLOCK;

	private final int nodes;

	private final WeightedRace race;

	private final SlotTable table;

	private final boolean[] lost;

	private final int[] gained;

	private final int[] open = new int[P];

	private WeightedChange(WeightedNodes nodes, SlotTable table, boolean[] lost, int[] gained) {
		this.nodes = nodes.count();
		this.race = new WeightedRace(nodes);
		this.table = table;
		this.lost = lost;
		this.gained = gained;
	}

	/**
	 * How many nodes have another weight in one spec than in another; one that is not
	 * there has weight 0.
	 */
	static int distance(Map<String, Integer> from, Map<String, Integer> to) {
		Set<String> names = new HashSet<>(from.keySet());
		names.addAll(to.keySet());
		return (int) names.stream()
			.filter((name) -> !from.getOrDefault(name, 0).equals(to.getOrDefault(name, 0)))
			.count();
	}

	/**
	 * Makes a table.
	 * @param from the nodes of a table
	 * @param table the table
	 * @param to the nodes that are wanted
	 */
	static SlotTable apply(WeightedNodes from, SlotTable table, WeightedNodes to) {
		// slots of who is gone have a number of their own until they are raced for
		int gone = to.count();
		int[] numbers = new int[from.count()];
		boolean[] lost = new boolean[gone + 1];
		boolean[] kept = new boolean[gone];
		lost[gone] = true;
		for (int node = 0; node < numbers.length; node++) {
			int number = Arrays.binarySearch(to.names(), from.names()[node]);
			numbers[node] = (number < 0) ? gone : number;
			if (number >= 0) {
				lost[number] = to.paces()[number] > from.paces()[node];
				kept[number] = to.paces()[number] >= from.paces()[node];
			}
		}
		int[] gained = IntStream.range(0, gone).filter((node) -> !kept[node]).toArray();
		if (gained.length == 0 && from.count() == gone && allKept(table, numbers, lost)) {
			return table;
		}
		SlotTable changed = table.renumbered(numbers, gone + 1);
		new WeightedChange(to, changed, lost, gained).run();
		return changed.withoutLast();
	}

	private static boolean allKept(SlotTable table, int[] numbers, boolean[] lost) {
		return IntStream.range(0, numbers.length).noneMatch((node) -> lost[numbers[node]] && table.count(node) > 0);
	}

	private void run() {
		boolean loses = IntStream.range(0, this.lost.length)
			.anyMatch((node) -> this.lost[node] && this.table.count(node) > 0);
		for (int block = 0; block < Slots.BLOCKS; block++) {
			this.race.prepare(block);
			if (loses) {
				raceForOpenSlots(block);
			}
			for (int node : this.gained) {
				take(block, node);
			}
		}
	}

	private void raceForOpenSlots(int block) {
		int start = block * P;
		int count = 0;
		for (int slot = 0; slot < P; slot++) {
			if (this.lost[this.table.node(start + slot)]) {
				this.open[count++] = slot;
			}
		}
		long[] winners = ((long) count * this.nodes > (long) RACE * P) ? this.race.winners(block) : null;
		for (int i = 0; i < count; i++) {
			int slot = this.open[i];
			this.table.give(start + slot, (winners != null) ? winners[slot] : this.race.winner(slot));
		}
	}

	private void take(int block, int node) {
		int start = block * P;
		this.race.visit(node, this.table.bound(block), (slot, claim) -> {
			int holder = this.table.node(start + slot);
			if (claim < this.race.claim(slot, holder)) {
				this.table.give(start + slot, claim);
			}
		});
	}

}
