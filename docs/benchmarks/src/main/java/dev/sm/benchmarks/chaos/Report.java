package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is printed. Thread-safe.
 */
final class Report {

	private final long start = System.nanoTime();

	private final Set<String> violations = new LinkedHashSet<>();

	private final String log;

	/**
	 * Creates an empty report.
	 * @param log where injections are written to; empty for nowhere
	 */
	Report(String log) {
		this.log = log;
	}

	synchronized void line(String format, Object... arguments) {
		System.out.printf(Locale.ROOT, "%8.3f  %s%n", (System.nanoTime() - this.start) / 1e9,
				String.format(Locale.ROOT, format, arguments));
	}

	synchronized void violation(String guarantee, String what, List<String> evidence) {
		if (this.violations.add(guarantee + ": " + what)) {
			line("VIOLATION of %s: %s", guarantee, what);
			evidence.forEach((line) -> line("    %s", line));
		}
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	/** Writes down an injection for programs. */
	synchronized void log(Injection injection) {
		if (this.log.isEmpty()) {
			return;
		}
		try {
			Files.writeString(Path.of(this.log), injection.json(this.violations.size()) + "\n",
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Seconds on the clock of this report. */
	double seconds(long nanos) {
		return (nanos - this.start) / 1e9;
	}

	static String summary(List<Long> nanos) {
		if (nanos.isEmpty()) {
			return "none";
		}
		List<Long> sorted = new ArrayList<>(nanos);
		Collections.sort(sorted);
		int size = sorted.size();
		double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2e9;
		return String.format(Locale.ROOT, "%2d times, median %.2f s, worst %.2f s", size, median,
				sorted.get(size - 1) / 1e9);
	}

}
