package dev.sm.sample;

/**
 * A name and its count, ordered by count.
 *
 * @param name the name
 * @param count base and increments together
 */
record NamedCount(String name, long count) implements Comparable<NamedCount> {

	@Override
	public int compareTo(NamedCount other) {
		int byCount = Long.compare(this.count, other.count);
		return (byCount != 0) ? byCount : other.name.compareTo(this.name);
	}

}
