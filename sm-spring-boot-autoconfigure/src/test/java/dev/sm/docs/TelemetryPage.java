package dev.sm.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/telemetry.md}. */
public final class TelemetryPage {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private TelemetryPage() {
	}

	/**
	 * The rows of a section by the name in their first cell.
	 * @param section the heading
	 * @return the cells of each row
	 */
	public static Map<String, List<String>> rows(String section) {
		Map<String, List<String>> rows = new LinkedHashMap<>();
		String text = text();
		String part = text.substring(text.indexOf("## " + section + "\n")).substring(3).split("\n## ")[0];
		part.lines().filter((line) -> line.startsWith("| `")).forEach((line) -> {
			List<String> cells = new ArrayList<>();
			Arrays.stream(line.substring(1).split("\\|")).map(String::strip).forEach(cells::add);
			rows.put(names(cells.get(0)).iterator().next(), cells);
		});
		return rows;
	}

	/**
	 * What a cell names.
	 * @param cell the cell
	 * @return what stands there as code
	 */
	public static Set<String> names(String cell) {
		Set<String> names = new TreeSet<>();
		Matcher code = CODE.matcher(cell);
		while (code.find()) {
			names.add(code.group(1));
		}
		return names;
	}

	private static String text() {
		try {
			return Files.readString(Path.of("..", "docs", "telemetry.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
