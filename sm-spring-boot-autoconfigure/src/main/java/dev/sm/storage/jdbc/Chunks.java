package dev.sm.storage.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Long lists in parts of few different sizes, so that statements with a question mark for
 * each item are few too, and can be kept prepared.
 */
final class Chunks {

	private static final int[] SIZES = { 256, 32, 4, 1 };

	private static final int MAX_BYTES = 1 << 20;

	private Chunks() {
	}

	/**
	 * Parts of exactly those sizes, each of about a megabyte at most unless it is one.
	 */
	static <T> List<List<T>> exact(List<T> items, ToIntFunction<T> bytes) {
		List<List<T>> chunks = new ArrayList<>();
		int from = 0;
		while (from < items.size()) {
			int left = items.size() - from;
			int size = 1;
			for (int candidate : SIZES) {
				if (candidate <= left && fits(items.subList(from, from + candidate), bytes)) {
					size = candidate;
					break;
				}
			}
			chunks.add(items.subList(from, from + size));
			from += size;
		}
		return chunks;
	}

	private static <T> boolean fits(List<T> items, ToIntFunction<T> bytes) {
		return items.stream().mapToLong(bytes::applyAsInt).sum() <= MAX_BYTES;
	}

	/** Parts that are filled up by their last item, for questions of membership. */
	static <T> List<List<T>> filled(List<T> items) {
		List<List<T>> chunks = new ArrayList<>();
		for (int from = 0; from < items.size(); from += SIZES[0]) {
			List<T> part = items.subList(from, Math.min(items.size(), from + SIZES[0]));
			List<T> chunk = new ArrayList<>(part);
			chunk.addAll(Collections.nCopies(size(part.size()) - part.size(), part.get(part.size() - 1)));
			chunks.add(chunk);
		}
		return chunks;
	}

	private static int size(int count) {
		int size = SIZES[0];
		for (int candidate : SIZES) {
			if (candidate >= count) {
				size = candidate;
			}
		}
		return size;
	}

}
