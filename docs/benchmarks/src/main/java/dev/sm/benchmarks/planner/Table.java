package dev.sm.benchmarks.planner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;

/**
 * Prints times and quality of all contestants, and how their times compare with sm's.
 * Quality comes from the forked JVMs through a file.
 */
final class Table {

	/** The system property that names the file. */
	static final String FILE = "sm.benchmarks.quality";

	private final Map<String, Double> own = new HashMap<>();

	private final List<String> lines = new ArrayList<>();

	static void judged(String contestant, String scenario, boolean loss, int moves, int lost, double peak) {
		String line = String.format(Locale.ROOT, "%s %s %s\t%d\t%d\t%.4f%n", contestant, scenario, loss, moves, lost,
				peak);
		try {
			Files.writeString(Path.of(System.getProperty(FILE, "quality.tsv")), line, StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void add(Iterable<RunResult> results, Path quality) throws IOException {
		Map<String, String[]> judged = new HashMap<>();
		for (String line : Files.readAllLines(quality)) {
			String[] fields = line.split("\t");
			judged.put(fields[0], fields);
		}
		for (RunResult result : results) {
			String scenario = result.getParams().getParam("scenario") + " " + result.getParams().getParam("loss");
			Contestants contestant = Contestants.valueOf(result.getParams().getParam("contestant"));
			double time = result.getPrimaryResult().getStatistics().getPercentile(50);
			if (contestant == Contestants.SM) {
				this.own.put(scenario, time);
			}
			String[] fields = judged.getOrDefault(contestant + " " + scenario, new String[] { "", "?", "?", "?" });
			this.lines.add(String.format(Locale.ROOT, "| %s | %s | %.1f | %.2f | %s | %s | %s |",
					scenario.replace(" true", ", one is lost").replace(" false", ""), contestant.title(), time,
					time / this.own.getOrDefault(scenario, Double.NaN), fields[1], fields[2], fields[3]));
		}
	}

	void print() {
		System.out.println("| shards/participants/weights | planner | median ms | x sm | moves | lost | max/mean |");
		System.out.println("|---|---|---|---|---|---|---|");
		this.lines.forEach(System.out::println);
	}

}
