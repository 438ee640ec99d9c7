package dev.sm.benchmarks.chaos;

import java.util.TreeSet;

/**
 * What a key can be that one client writes, a new value each time, and waits for each
 * answer or for none. Not thread-safe.
 */
final class Register {

	/** Nothing was answered for these, and nothing tells that they took effect. */
	private final TreeSet<Long> open = new TreeSet<>();

	/** What was acknowledged or read last; 0 for nothing. */
	private long current;

	void written(long value, boolean answered) {
		if (answered) {
			this.current = value;
		}
		else {
			this.open.add(value);
		}
	}

	/**
	 * Looks at what was read after the last write.
	 * @param read the value
	 * @return whether the key can have it
	 */
	boolean mayBe(long read) {
		if (read != this.current && !this.open.remove(read)) {
			return false;
		}
		this.current = read;
		return true;
	}

	@Override
	public String toString() {
		return "it was " + this.current + ", and " + this.open + " may have become it since";
	}

}
