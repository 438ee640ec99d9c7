package dev.sm.continuum;

import java.util.Arrays;
import java.util.stream.IntStream;

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

	// of each block the latest time at which a slot was won, or a later one
	private final long[] latest;

	private SlotTable(int nodes) {
		this(new long[words(bits(nodes))], new int[nodes], new long[Slots.BLOCKS]);
	}

	private SlotTable(long[] words, int[] counts, long[] latest) {
		this.bits = bits(counts.length);
		this.perWord = Long.SIZE / this.bits;
		this.mask = (1L << this.bits) - 1;
		// rounded up: exact for slots below 2^22
		this.reciprocal = ((1L << SCALE) + this.perWord - 1) / this.perWord;
		this.words = words;
		this.counts = counts;
		this.latest = latest;
	}

	private static int bits(int nodes) {
		return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1));
	}

	private static int words(int bits) {
		int perWord = Long.SIZE / bits;
		return (Slots.COUNT + perWord - 1) / perWord;
	}

	static SlotTable of(WeightedNodes nodes) {
		SlotTable table = new SlotTable(nodes.count());
		WeightedRace race = new WeightedRace(nodes);
		if (nodes.count() == 1) {
			table.giveAll(race);
			return table;
		}
		for (int block = 0; block < Slots.BLOCKS; block++) {
			table.put(block, race.winners(block));
		}
		return table;
	}

	/** Who runs alone wins every slot, the latest of a block by its last claim. */
	private void giveAll(WeightedRace race) {
		this.counts[0] = Slots.COUNT;
		for (int block = 0; block < Slots.BLOCKS; block++) {
			race.prepare(block);
			this.latest[block] = Draw.time(race.last(0));
		}
	}

	private void put(int block, long[] claims) {
		int start = block * Slots.PER_BLOCK;
		int word = word(start);
		int place = start - word * this.perWord;
		long latest = 0;
		for (long claim : claims) {
			int node = Draw.node(claim);
			latest = Math.max(latest, Draw.time(claim));
			this.counts[node]++;
			this.words[word] |= (long) node << (place * this.bits);
			if (++place == this.perWord) {
				place = 0;
				word++;
			}
		}
		this.latest[block] = latest;
	}

	/**
	 * The same slots with other numbers for the nodes.
	 * @param numbers the new number of each node; nodes that are gone may have any
	 * @param nodes how many nodes there are now
	 */
	SlotTable renumbered(int[] numbers, int nodes) {
		SlotTable table = new SlotTable(nodes);
		System.arraycopy(this.latest, 0, table.latest, 0, this.latest.length);
		int word = 0;
		int place = 0;
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			int node = numbers[node(slot)];
			table.counts[node]++;
			table.words[word] |= (long) node << (place * table.bits);
			if (++place == table.perWord) {
				place = 0;
				word++;
			}
		}
		return table;
	}

	/**
	 * This table, of which the last number holds nothing any more, with that one less.
	 */
	SlotTable withoutLast() {
		int nodes = this.counts.length - 1;
		if (bits(nodes) < this.bits) {
			return renumbered(IntStream.range(0, nodes + 1).toArray(), nodes);
		}
		return new SlotTable(this.words, Arrays.copyOf(this.counts, nodes), this.latest);
	}

	/** Gives a slot to another node, while the table is built. */
	void give(int slot, long claim) {
		int node = Draw.node(claim);
		int block = slot / Slots.PER_BLOCK;
		this.latest[block] = Math.max(this.latest[block], Draw.time(claim));
		this.counts[node(slot)]--;
		this.counts[node]++;
		int word = word(slot);
		int shift = (slot - word * this.perWord) * this.bits;
		this.words[word] = (this.words[word] & ~(this.mask << shift)) | ((long) node << shift);
	}

	/** A bound that is above all claims by which slots of a block are held. */
	long bound(int block) {
		return this.latest[block] + Draw.NODES;
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
