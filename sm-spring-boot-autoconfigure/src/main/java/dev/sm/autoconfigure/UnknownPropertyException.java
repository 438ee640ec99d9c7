package dev.sm.autoconfigure;

import java.util.Map;
import java.util.stream.Collectors;

/** Keys below {@code sm} that mean nothing, each with the nearest one that does. */
@SuppressWarnings("serial")
final class UnknownPropertyException extends StartFailureException {

	UnknownPropertyException(Map<String, UnknownProperty> unknown) {
		super(describe(unknown), suggest(unknown), null);
	}

	private static String describe(Map<String, UnknownProperty> unknown) {
		return "These properties do not exist:" + unknown.entrySet()
			.stream()
			.map((entry) -> "%n    '%s' (from %s)".formatted(entry.getKey(), entry.getValue().origin()))
			.collect(Collectors.joining());
	}

	private static String suggest(Map<String, UnknownProperty> unknown) {
		return unknown.entrySet()
			.stream()
			.map((entry) -> "Did you mean '" + entry.getValue().nearest() + "' instead of '" + entry.getKey()
					+ "'? Otherwise remove it.")
			.collect(Collectors.joining(System.lineSeparator()));
	}

	/**
	 * What is known of an unknown key.
	 *
	 * @param nearest the nearest key that exists
	 * @param origin where the key was found
	 */
	record UnknownProperty(String nearest, String origin) {

	}

}
