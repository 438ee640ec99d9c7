package dev.sm.manager;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The text that all documents are stored as: lines of fields that are separated by tabs,
 * the first of which starts with the version. Backslash, tab and line breaks are escaped.
 */
final class Lines {

	static final String VERSION = "v1";

	private Lines() {
	}

	static String line(Object... fields) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < fields.length; i++) {
			line.append((i == 0) ? "" : "\t").append(escape(String.valueOf(fields[i])));
		}
		return line.toString();
	}

	static String optional(@Nullable Object value) {
		return (value == null) ? "" : "=" + value;
	}

	static @Nullable String present(String field) {
		return field.isEmpty() ? null : field.substring(1);
	}

	static List<List<String>> read(String text) {
		List<List<String>> lines = new ArrayList<>();
		for (String line : text.split("\n", -1)) {
			List<String> fields = new ArrayList<>();
			for (String field : line.split("\t", -1)) {
				fields.add(unescape(field));
			}
			lines.add(fields);
		}
		String version = lines.get(0).get(0);
		if (!version.equals(VERSION)) {
			throw new CorruptDocumentException("version must be '" + VERSION + "' (was '"
					+ version.substring(0, Math.min(20, version.length())) + "')");
		}
		return lines;
	}

	private static String escape(String field) {
		if (field.chars().noneMatch((ch) -> ch == '\\' || ch == '\t' || ch == '\n' || ch == '\r')) {
			return field;
		}
		return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
	}

	private static String unescape(String field) {
		if (field.indexOf('\\') < 0) {
			return field;
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < field.length(); i++) {
			char ch = field.charAt(i);
			text.append((ch == '\\' && i + 1 < field.length()) ? unescape(field.charAt(++i)) : ch);
		}
		return text.toString();
	}

	private static char unescape(char ch) {
		return switch (ch) {
			case 't' -> '\t';
			case 'n' -> '\n';
			case 'r' -> '\r';
			default -> ch;
		};
	}

}
