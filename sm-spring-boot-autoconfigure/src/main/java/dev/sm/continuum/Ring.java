package dev.sm.continuum;

import java.util.Map;
import java.util.TreeMap;

/**
 * Points on a ring of 2^32 hashes, while it is built. Not thread-safe.
 */
final class Ring {

	private static final long SIZE = CompatibleHash.VALUES_32;

	private final TreeMap<Long, Integer> points = new TreeMap<>();

	private final boolean lastWins;

	/**
	 * An empty ring.
	 * @param lastWins who has a point that is put twice: who put it last, else first
	 */
	Ring(boolean lastWins) {
		this.lastWins = lastWins;
	}

	void put(long point, int node) {
		if (this.lastWins) {
			this.points.put(point, node);
		}
		else {
			this.points.putIfAbsent(point, node);
		}
	}

	/**
	 * The ranges of hashes that lead to each point.
	 * @param search which point a hash leads to
	 */
	Segments segments(Search search) {
		Map.Entry<Long, Integer> first = this.points.firstEntry();
		TreeMap<Long, Map.Entry<Long, Integer>> starts = new TreeMap<>();
		long start = 0;
		for (Map.Entry<Long, Integer> point : this.points.entrySet()) {
			long end = (search == Search.AFTER) ? point.getKey() : point.getKey() + 1;
			if (end > start) {
				starts.put(start, point);
			}
			start = end;
		}
		if (start < SIZE) {
			starts.put(start, first);
		}
		if (search == Search.AT_OR_AFTER_BUT_ZERO_IS_LAST) {
			Map.Entry<Long, Integer> second = starts.firstEntry().getValue();
			starts.putIfAbsent(1L, second);
			starts.put(0L, this.points.lastEntry());
		}
		return Segments.ring(starts.keySet().stream().mapToLong(Long::longValue).toArray(),
				starts.values().stream().mapToLong(Map.Entry::getKey).toArray(),
				starts.values().stream().mapToInt(Map.Entry::getValue).toArray(), this.points.size());
	}

	/** Which point a hash leads to; beyond the last point it is the first. */
	enum Search {

		/** The first point that is not less. */
		AT_OR_AFTER,

		/** The first point that is greater. */
		AFTER,

		/** The first point that is not less, but for the hash 0 the last point. */
		AT_OR_AFTER_BUT_ZERO_IS_LAST

	}

}
