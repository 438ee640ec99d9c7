package dev.sm.testkit;

import java.util.List;
import java.util.function.BiConsumer;

import dev.sm.coordination.WatchEvent;

/**
 * A watch of one instance in a large cluster.
 *
 * @param number sets it apart from all others
 * @param listener is told
 */
record ScaleWatch(long number, BiConsumer<List<WatchEvent>, Long> listener) implements Comparable<ScaleWatch> {

	@Override
	public int compareTo(ScaleWatch other) {
		return Long.compare(this.number, other.number);
	}

}
