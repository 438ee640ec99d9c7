package dev.sm.pushgateway;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which gateways take groups, and which did before. Immutable.
 *
 * @param members the gateways that take groups, host and port each, with their weights
 * @param leaving those that took groups and take none now, for as long as they are to be
 * looked after
 */
public record Ring(SortedMap<String, Integer> members, SortedSet<String> leaving) {

	private static final String FORMAT = "pushgateway-ring 1";

	static final Ring EMPTY = new Ring(new TreeMap<>(), new TreeSet<>());

	public Ring {
		members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
		leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
	}

	static Ring of(Map<String, Integer> members, Set<String> leaving) {
		return new Ring(new TreeMap<>(members), new TreeSet<>(leaving));
	}

	String encode() {
		StringBuilder text = new StringBuilder(FORMAT);
		this.members.forEach((node, weight) -> text.append("\nmember ").append(node).append(' ').append(weight));
		this.leaving.forEach((node) -> text.append("\nleaving ").append(node));
		return text.toString();
	}

	/**
	 * Reads what {@link #encode()} wrote.
	 * @param text the document
	 * @return the ring
	 * @throws IllegalArgumentException if it is not one
	 */
	static Ring decode(String text) {
		String[] lines = text.split("\n");
		if (lines.length == 0 || !lines[0].equals(FORMAT)) {
			throw new IllegalArgumentException("the ring of gateways must start with '" + FORMAT + "'");
		}
		TreeMap<String, Integer> members = new TreeMap<>();
		TreeSet<String> leaving = new TreeSet<>();
		for (int i = 1; i < lines.length; i++) {
			String[] words = lines[i].split(" ");
			if (words.length == 3 && words[0].equals("member")) {
				members.put(words[1], Integer.parseInt(words[2]));
			}
			else if (words.length == 2 && words[0].equals("leaving")) {
				leaving.add(words[1]);
			}
			else {
				throw new IllegalArgumentException("the ring of gateways has an unknown line: '" + lines[i] + "'");
			}
		}
		return new Ring(members, leaving);
	}

}
