package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The text in which a phase is stored: a first line with the version, then lines
 * {@code name=value}, weights as {@code from.node=weight}. Names that are not known are
 * passed over.
 */
final class PhaseDocument {

	private static final String HEADER = "sm-phase 1";

	private PhaseDocument() {
	}

	static String format(Phase phase) {
		StringBuilder text = new StringBuilder(HEADER).append('\n');
		line(text, "m", phase.m());
		line(text, "step", phase.step());
		line(text, "mode", (phase.mode() != null) ? phase.mode() : "");
		line(text, "copying", phase.copying());
		line(text, "automatic", phase.automatic());
		line(text, "sweep", phase.sweep());
		line(text, "startedAt", phase.startedAt());
		new TreeMap<>(phase.from()).forEach((node, weight) -> line(text, "from." + node, weight));
		new TreeMap<>(phase.to()).forEach((node, weight) -> line(text, "to." + node, weight));
		return text.toString();
	}

	private static void line(StringBuilder text, String name, Object value) {
		text.append(name).append('=').append(value).append('\n');
	}

	/**
	 * Reads the text.
	 * @throws IllegalArgumentException if it is none of this version
	 */
	static Phase parse(String text) {
		String[] lines = text.split("\n");
		if (lines.length == 0 || !HEADER.equals(lines[0])) {
			throw new IllegalArgumentException("it must start with '" + HEADER + "'");
		}
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 1; i < lines.length; i++) {
			int equals = lines[i].indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException("line " + (i + 1) + " must be 'name=value'");
			}
			values.put(lines[i].substring(0, equals), lines[i].substring(equals + 1));
		}
		return phase(values);
	}

	private static Phase phase(Map<String, String> values) {
		Map<String, Integer> from = weights(values, "from.");
		Map<String, Integer> to = weights(values, "to.");
		String mode = values.getOrDefault("mode", "");
		return new Phase(number(values, "m"), Phase.Step.valueOf(values.getOrDefault("step", "")), mode(mode), from, to,
				flag(values, "copying"), flag(values, "automatic"), flag(values, "sweep"), number(values, "startedAt"));
	}

	private static @Nullable MigrationMode mode(String mode) {
		return mode.isEmpty() ? null : MigrationMode.valueOf(mode);
	}

	private static Map<String, Integer> weights(Map<String, String> values, String prefix) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		values.forEach((name, value) -> {
			if (name.startsWith(prefix)) {
				weights.put(name.substring(prefix.length()), weight(name, value));
			}
		});
		if (Phase.holding(weights).isEmpty()) {
			throw new IllegalArgumentException("a node at least must have a weight '" + prefix + "NODE' above 0");
		}
		return weights;
	}

	private static int weight(String name, String value) {
		if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) > NodeSettings.MAX_WEIGHT) {
			throw new IllegalArgumentException("'" + name + "' must be 0 to " + NodeSettings.MAX_WEIGHT);
		}
		return Integer.parseInt(value);
	}

	private static boolean flag(Map<String, String> values, String name) {
		return Boolean.parseBoolean(values.get(name));
	}

	private static long number(Map<String, String> values, String name) {
		String value = values.getOrDefault(name, "");
		if (!value.matches("[0-9]{1,16}")) {
			throw new IllegalArgumentException("'" + name + "' must be a number");
		}
		return Long.parseLong(value);
	}

}
