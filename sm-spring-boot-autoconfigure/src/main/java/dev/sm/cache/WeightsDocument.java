package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text in which a pool's weights are stored: a first line with the version, then a
 * line {@code node=weight} for each node.
 */
final class WeightsDocument {

	private static final String HEADER = "sm-weights 1";

	private WeightsDocument() {
	}

	static String format(Map<String, Integer> weights) {
		StringBuilder text = new StringBuilder(HEADER).append('\n');
		new TreeMap<>(weights).forEach((node, weight) -> text.append(node).append('=').append(weight).append('\n'));
		return text.toString();
	}

	/**
	 * Reads the text.
	 * @throws IllegalArgumentException if it is none of this version
	 */
	static Map<String, Integer> parse(String text) {
		String[] lines = text.split("\n");
		if (lines.length == 0 || !HEADER.equals(lines[0])) {
			throw new IllegalArgumentException("it must start with '" + HEADER + "'");
		}
		Map<String, Integer> weights = new LinkedHashMap<>();
		for (int i = 1; i < lines.length; i++) {
			parse(lines[i], i + 1, weights);
		}
		if (weights.values().stream().noneMatch((weight) -> weight > 0)) {
			throw new IllegalArgumentException("a node at least must have a weight above 0");
		}
		return weights;
	}

	private static void parse(String line, int number, Map<String, Integer> weights) {
		int equals = line.indexOf('=');
		int weight = (equals > 0) ? weight(line.substring(equals + 1)) : -1;
		if (weight < 0 || weights.put(line.substring(0, equals), weight) != null) {
			throw new IllegalArgumentException("line " + number
					+ " must be 'node=weight', each node once and weights 0 to " + NodeSettings.MAX_WEIGHT);
		}
	}

	private static int weight(String digits) {
		if (digits.isEmpty() || digits.length() > 7) {
			return -1;
		}
		int weight = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			weight = weight * 10 + digit;
		}
		return (weight <= NodeSettings.MAX_WEIGHT) ? weight : -1;
	}

}
