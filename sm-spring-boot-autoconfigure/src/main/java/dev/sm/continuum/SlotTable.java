package dev.sm.continuum;

/**
 * The node of each slot, with as few bits as the number of nodes needs and none across
 * the border of a word. Immutable once built; safe to share after that.
 */
final class SlotTable {

	private static final int SCALE = 40;

	private final int bits;

	private final int perWord;

	private final long mask;

	private final long reciprocal;

	private final long[] words;

	private final int[] counts;

	private SlotTable(int nodes) {
		this.bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1));
		this.perWord = Long.SIZE / this.bits;
		this.mask = (1L << this.bits) - 1;
		// rounded up: exact for slots below 2^22
		this.reciprocal = ((1L << SCALE) + this.perWord - 1) / this.perWord;
		this.words = new long[(Slots.COUNT + this.perWord - 1) / this.perWord];
		this.counts = new int[nodes];
	}

	static SlotTable of(WeightedNodes nodes) {
		SlotTable table = new SlotTable(nodes.count());
		if (nodes.count() == 1) {
			table.counts[0] = Slots.COUNT;
			return table;
		}
		WeightedRace race = new WeightedRace(nodes);
		for (int block = 0; block < Slots.BLOCKS; block++) {
			table.put(block * Slots.PER_BLOCK, race.winners(block));
		}
		return table;
	}

	private void put(int start, long[] claims) {
		int word = word(start);
		int place = start - word * this.perWord;
		for (long claim : claims) {
			int node = Draw.node(claim);
			this.counts[node]++;
			this.words[word] |= (long) node << (place * this.bits);
			if (++place == this.perWord) {
				place = 0;
				word++;
			}
		}
	}

	int node(int slot) {
		int word = word(slot);
		return (int) ((this.words[word] >>> ((slot - word * this.perWord) * this.bits)) & this.mask);
	}

	private int word(int slot) {
		return (int) ((slot * this.reciprocal) >>> SCALE);
	}

	/** How many slots a node has. */
	int count(int node) {
		return this.counts[node];
	}

}
