package dev.sm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures what the starter adds to an application's start: the same application in new
 * JVMs, alternating between sm on embedded defaults and {@code sm.enabled=false}. The
 * first argument is the number of runs of each, 15 by default.
 */
public final class StartupBenchmark {

	private StartupBenchmark() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int runs = (args.length > 0) ? Integer.parseInt(args[0]) : 15;
		List<Long> with = new ArrayList<>();
		List<Long> without = new ArrayList<>();
		start(true);
		start(false);
		for (int run = 0; run < runs; run++) {
			// the order changes, so that neither always profits from the other's caches
			if (run % 2 == 0) {
				with.add(start(true));
				without.add(start(false));
			}
			else {
				without.add(start(false));
				with.add(start(true));
			}
		}
		System.out.printf("sm on embedded defaults: median %d ms %s%n", median(with), with);
		System.out.printf("sm.enabled=false:        median %d ms %s%n", median(without), without);
		System.out.printf("the starter adds %d ms (must be at most 300)%n", median(with) - median(without));
	}

	private static long start(boolean enabled) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), StartupApplication.class.getName(), "--server.port=0",
				"--sm.enabled=" + enabled)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output.lines()
			.filter((line) -> line.startsWith("READY "))
			.map((line) -> Long.parseLong(line.substring("READY ".length())))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("the application did not start:\n" + output));
	}

	private static long median(List<Long> values) {
		List<Long> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

}
