package dev.sm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

import dev.sm.benchmarks.startup.StartupApplication;

/**
 * Measures what the starter adds to an application's start: the same web application in
 * new JVMs, without sm on its class path, with {@code sm.enabled=false}, on embedded
 * defaults, and with a pool of three nodes, in turn. The first argument is the number of
 * starts of each, 15 by default. The exit code is 1 if embedded defaults add more than
 * 300 ms.
 */
public final class StartupBenchmark {

	private static final long MARK = 300;

	private final Map<StartupVariant, List<Start>> starts = new EnumMap<>(StartupVariant.class);

	private StartupBenchmark() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int runs = (args.length > 0) ? Integer.parseInt(args[0]) : 15;
		System.exit(new StartupBenchmark().run(runs) ? 0 : 1);
	}

	private boolean run(int runs) throws IOException, InterruptedException {
		List<StartupVariant> order = new ArrayList<>(List.of(StartupVariant.values()));
		for (StartupVariant variant : order) {
			start(variant);
		}
		for (int run = 0; run < runs; run++) {
			for (StartupVariant variant : order) {
				Start start = start(variant);
				starts(variant).add(start);
				System.out.printf("%s: %d ms, %d of a processor%n", variant.label(), start.millis(), start.worked());
			}
			// the order changes, so that nobody always profits from another's caches
			Collections.rotate(order, 1);
			if (run % 2 == 1) {
				Collections.reverse(order);
			}
		}
		System.out.println("medians of " + runs + " starts each, and what is added to the first:");
		for (StartupVariant variant : StartupVariant.values()) {
			System.out.printf("%-18s  %s; processors %s%n", variant.label(), compared(variant, Start::millis),
					compared(variant, Start::worked));
		}
		long added = added(StartupVariant.DEFAULTS, Start::millis);
		System.out.printf("on embedded defaults the starter adds %d ms (mark: at most %d)%n", added, MARK);
		return added <= MARK;
	}

	private List<Start> starts(StartupVariant variant) {
		return this.starts.computeIfAbsent(variant, (absent) -> new ArrayList<>());
	}

	private String compared(StartupVariant variant, ToLongFunction<Start> what) {
		long median = median(variant, what);
		long plain = median(StartupVariant.PLAIN, what);
		return String.format(Locale.ROOT, "%d ms, %+d, %.2f times", median, median - plain, (double) median / plain);
	}

	private long added(StartupVariant variant, ToLongFunction<Start> what) {
		return median(variant, what) - median(StartupVariant.PLAIN, what);
	}

	private long median(StartupVariant variant, ToLongFunction<Start> what) {
		long[] sorted = starts(variant).stream().mapToLong(what).sorted().toArray();
		return (sorted.length > 0) ? sorted[sorted.length / 2] : 0;
	}

	private static Start start(StartupVariant variant) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						variant.classPath(System.getProperty("java.class.path")), StartupApplication.class.getName(),
						"--server.port=0"));
		command.addAll(variant.arguments());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		if (!said(output, StartupApplication.HAS).equals(variant.beans().toString())) {
			throw new IllegalStateException(
					"'" + variant.label() + "' has not the beans " + variant.beans() + ":\n" + output);
		}
		String[] ready = said(output, StartupApplication.READY).split(" ");
		return new Start(Long.parseLong(ready[0]), Long.parseLong(ready[1]));
	}

	private static String said(String output, String what) {
		return output.lines()
			.filter((line) -> line.startsWith(what))
			.map((line) -> line.substring(what.length()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("the application did not start:\n" + output));
	}

	/**
	 * One start.
	 *
	 * @param millis how long it took
	 * @param worked what processors have worked for it, in milliseconds, which a busy
	 * machine lengthens less
	 */
	private record Start(long millis, long worked) {

	}

}
