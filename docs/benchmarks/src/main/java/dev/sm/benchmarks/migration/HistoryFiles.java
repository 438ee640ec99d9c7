package dev.sm.benchmarks.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.sm.benchmarks.migration.Operation.Verb;

/**
 * What members have written down, by key.
 */
final class HistoryFiles {

	private final Map<String, List<Operation>> operations = new TreeMap<>();

	private HistoryFiles() {
	}

	/** Reads all histories in a directory; a last line that was cut off is left out. */
	static Map<String, List<Operation>> read(Path directory) {
		HistoryFiles files = new HistoryFiles();
		try (Stream<Path> found = Files.list(directory)) {
			for (Path file : found.filter((path) -> path.toString().endsWith(".history")).toList()) {
				files.read(file.getFileName().toString().replace(".history", ""), Files.readString(file));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return files.operations;
	}

	private void read(String client, String text) {
		Map<String, Operation> begun = new HashMap<>();
		for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
			String[] words = line.split(" ");
			if (words[0].equals("B")) {
				Operation operation = new Operation(client, Verb.valueOf(words[3]), Long.parseLong(words[4]),
						Long.parseLong(words[5]), Long.parseLong(words[6]));
				begun.put(words[1], operation);
				this.operations.computeIfAbsent(words[2], (key) -> new ArrayList<>()).add(operation);
			}
			else if (words[0].equals("E")) {
				Objects.requireNonNull(begun.get(words[1]))
					.answered(Long.parseLong(words[2]), Long.parseLong(words[3]));
			}
		}
	}

}
