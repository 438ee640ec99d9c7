package dev.sm.benchmarks.chaos;

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
