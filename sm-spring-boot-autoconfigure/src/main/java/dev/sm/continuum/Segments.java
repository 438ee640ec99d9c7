package dev.sm.continuum;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ranges that cover all values of a hash from 0, each with its owner, and a way to find
 * the range of a hash in about one step. Immutable.
 */
final class Segments {

	private final long[] starts;

	private final long[] marks;

	private final int[] owners;

	private final int[] index;

	private final int shift;

	private final long units;

	/**
	 * Ranges.
	 * @param starts the first hash of each, ascending from 0
	 * @param marks what leads to each: a point, or the first hash
	 * @param owners the number of the node of each
	 * @param width how many bits a hash has
	 * @param units how many points or slots there are
	 */
	private Segments(long[] starts, long[] marks, int[] owners, int width, long units) {
		this.starts = starts;
		this.marks = marks;
		this.owners = owners;
		this.units = units;
		int bits = Math.min(width, Integer.SIZE - Integer.numberOfLeadingZeros(starts.length));
		this.shift = width - bits;
		this.index = new int[1 << bits];
		int segment = 0;
		for (int bucket = 0; bucket < this.index.length; bucket++) {
			segment = from(segment, (long) bucket << this.shift);
			this.index[bucket] = segment;
		}
	}

	/**
	 * The ranges of a ring.
	 * @param starts the first hash of each, ascending from 0
	 * @param points the point that each leads to
	 * @param owners the number of the node of each
	 * @param count how many points there are
	 */
	static Segments ring(long[] starts, long[] points, int[] owners, int count) {
		return new Segments(starts, points, owners, Integer.SIZE, count);
	}

	/**
	 * Ranges of slots, one a node, in the order of the nodes. Of ranges that begin
	 * together only the last has slots.
	 * @param starts the first slot of each, ascending from 0
	 * @param width how many bits a slot has
	 */
	static Segments slots(long[] starts, int width) {
		int[] owners = IntStream.range(0, starts.length)
			.filter((node) -> node + 1 == starts.length || starts[node + 1] > starts[node])
			.filter((node) -> starts[node] < 1L << width)
			.toArray();
		long[] first = Arrays.stream(owners).mapToLong((node) -> starts[node]).toArray();
		return new Segments(first, first, owners, width, 1L << width);
	}

	/** The range of a hash. */
	int of(long hash) {
		return from(this.index[(int) (hash >>> this.shift)], hash);
	}

	private int from(int first, long hash) {
		int segment = first;
		while (segment + 1 < this.starts.length && this.starts[segment + 1] <= hash) {
			segment++;
		}
		return segment;
	}

	int count() {
		return this.starts.length;
	}

	/** How many points or slots there are. */
	long units() {
		return this.units;
	}

	int owner(int segment) {
		return this.owners[segment];
	}

	long mark(int segment) {
		return this.marks[segment];
	}

	/** The first hash beyond a range, if hashes end somewhere. */
	long end(int segment, long values) {
		return (segment + 1 < this.starts.length) ? Math.min(values, this.starts[segment + 1]) : values;
	}

	/** Distinct owners from a range on, round the whole. */
	int[] owners(int segment, int count) {
		int[] found = new int[Math.min(count, this.owners.length)];
		int size = 0;
		boolean[] seen = new boolean[Arrays.stream(this.owners).max().orElse(0) + 1];
		for (int i = 0; i < this.owners.length && size < found.length; i++) {
			int owner = this.owners[(segment + i) % this.owners.length];
			if (!seen[owner]) {
				seen[owner] = true;
				found[size++] = owner;
			}
		}
		return Arrays.copyOf(found, size);
	}

}
