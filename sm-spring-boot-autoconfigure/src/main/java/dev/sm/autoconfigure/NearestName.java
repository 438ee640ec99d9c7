package dev.sm.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what was probably meant. */
final class NearestName {

	private NearestName() {
	}

	/**
	 * The nearest of some names, by edit distance.
	 * @param name what was given
	 * @param known what there is
	 * @return the nearest; the first in order if several are
	 */
	static Optional<String> of(String name, Collection<String> known) {
		return known.stream()
			.min(Comparator.<String>comparingInt((candidate) -> distance(name, candidate))
				.thenComparing(Comparator.naturalOrder()));
	}

	/**
	 * The nearest of some keys. A key with the right last name in the wrong group is near
	 * too.
	 * @param key the names of the key that was given
	 * @param known the keys that there are
	 * @return the nearest
	 */
	static Optional<String> ofKey(List<String> key, Collection<List<String>> known) {
		return known.stream()
			.min(Comparator.<List<String>>comparingInt((candidate) -> distance(key, candidate))
				.thenComparing((candidate) -> String.join(".", candidate)))
			.map((nearest) -> String.join(".", nearest));
	}

	private static int distance(List<String> key, List<String> candidate) {
		int whole = distance(String.join(".", key), String.join(".", candidate));
		int last = distance(key.get(key.size() - 1), candidate.get(candidate.size() - 1));
		int common = 0;
		while (common < Math.min(key.size(), candidate.size()) - 1 && key.get(common).equals(candidate.get(common))) {
			common++;
		}
		int elsewhere = key.size() - 1 - common + Math.abs(key.size() - candidate.size());
		return Math.min(whole, 3 + 2 * last + elsewhere);
	}

	/** Levenshtein's distance, by two rows of his matrix. */
	static int distance(String left, String right) {
		int[] previous = new int[right.length() + 1];
		int[] current = new int[right.length() + 1];
		for (int column = 0; column <= right.length(); column++) {
			previous[column] = column;
		}
		for (int row = 1; row <= left.length(); row++) {
			current[0] = row;
			for (int column = 1; column <= right.length(); column++) {
				int substitute = previous[column - 1] + ((left.charAt(row - 1) != right.charAt(column - 1)) ? 1 : 0);
				current[column] = Math.min(substitute, Math.min(previous[column], current[column - 1]) + 1);
			}
			int[] swap = previous;
			previous = current;
			current = swap;
		}
		return previous[right.length()];
	}

}
