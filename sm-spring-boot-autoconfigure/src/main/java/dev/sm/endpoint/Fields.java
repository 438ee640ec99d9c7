package dev.sm.endpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Checks what comes in the bodies and parameters of requests.
 */
final class Fields {

	private static final int MAX_NODE_WEIGHT = 1_000_000;

	private Fields() {
	}

	/**
	 * A field that has to be there.
	 * @param name the name of the field
	 * @param value its value
	 * @param action the action that needs it
	 * @return the value
	 */
	static String required(String name, @Nullable String value, String action) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("'" + name + "' is required for the action '" + action + "'");
		}
		return value.strip();
	}

	/**
	 * A number.
	 * @param name the name of the field
	 * @param value its value, or {@code null}
	 * @param otherwise what it is if it is left out
	 * @return the number
	 */
	static double number(String name, @Nullable String value, double otherwise) {
		try {
			return (value != null) ? Double.parseDouble(value.strip()) : otherwise;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + name + "' must be a number (was '" + shortened(value) + "')", ex);
		}
	}

	/**
	 * A whole number in a range.
	 * @param name the name of the field
	 * @param value its value, or {@code null}
	 * @param otherwise what it is if it is left out
	 * @param min the smallest value
	 * @param max the largest value
	 * @return the number
	 */
	static int integer(String name, @Nullable String value, int otherwise, int min, int max) {
		if (value == null) {
			return otherwise;
		}
		String problem = "'" + name + "' must be a whole number between " + min + " and " + max + " (was '"
				+ shortened(value) + "')";
		try {
			int number = Integer.parseInt(value.strip());
			if (number < min || number > max) {
				throw new IllegalArgumentException(problem);
			}
			return number;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(problem, ex);
		}
	}

	/**
	 * Names with commas between them.
	 * @param value the names, or {@code null} for none
	 * @return the names
	 */
	static Set<String> names(@Nullable String value) {
		Set<String> names = new TreeSet<>();
		if (value != null && !value.isBlank()) {
			for (String name : value.split(",", -1)) {
				names.add(name.strip());
			}
		}
		return names;
	}

	/**
	 * Weights of nodes.
	 * @param value the weights, such as {@code n1=100,n2=150}
	 * @return the weight of each node, in the order given
	 */
	static Map<String, Integer> weights(String value) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		for (String part : value.split(",", -1)) {
			int at = part.lastIndexOf('=');
			String node = (at > 0) ? part.substring(0, at).strip() : "";
			if (node.isEmpty()) {
				throw new IllegalArgumentException(
						"'nodes' must be nodes with weights such as 'n1=100,n2=150' (had '" + shortened(part) + "')");
			}
			int weight = integer("nodes: " + node, part.substring(at + 1), 0, 0, MAX_NODE_WEIGHT);
			if (weights.put(node, weight) != null) {
				throw new IllegalArgumentException("'nodes' must have each node once (had '" + node + "' twice)");
			}
		}
		return Collections.unmodifiableMap(weights);
	}

	/**
	 * What to do.
	 * @param value the action asked for
	 * @param known the actions that there are, as one text
	 * @return the action
	 */
	static String action(@Nullable String value, String known) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("'action' is required: one of " + known);
		}
		return value.strip();
	}

	/**
	 * Refuses an action that is not known.
	 * @param value the action asked for
	 * @param known the actions that there are, as one text
	 * @return the exception to throw
	 */
	static IllegalArgumentException unknownAction(String value, String known) {
		return new IllegalArgumentException("'action' must be one of " + known + " (was '" + shortened(value) + "')");
	}

	private static String shortened(@Nullable String value) {
		String text = String.valueOf(value);
		return (text.length() > 64) ? text.substring(0, 64) + "..." : text;
	}

}
