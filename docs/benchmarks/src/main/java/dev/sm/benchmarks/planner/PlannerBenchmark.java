package dev.sm.benchmarks.planner;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs sm's planner and its peers with JMH and prints one table: the median time of a
 * plan, how many times sm's that is, how many shards move, how many the participant had
 * that is lost, and the largest load over the mean. What takes seconds runs once and
 * cold. {@code --large} adds what takes WAGED minutes.
 */
public final class PlannerBenchmark {

	private static final Set<Contestants> SLOW = EnumSet.of(Contestants.WAGED, Contestants.CRUSHED, Contestants.PEKKO);

	private PlannerBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Table table = new Table();
		Path quality = Files.createTempFile("quality", ".tsv");
		try {
			for (boolean loss : new boolean[] { false, true }) {
				run(table, quality, "10000/60/weighted", loss, EnumSet.of(Contestants.SM), 5);
				run(table, quality, "10000/60/weighted", loss, SLOW, 1);
				run(table, quality, "75000/1000/weighted", loss, EnumSet.complementOf(EnumSet.copyOf(SLOW)), 5);
				run(table, quality, "75000/5000/weighted", loss, EnumSet.of(Contestants.SM), 5);
				run(table, quality, "250000/1000/plain", loss, EnumSet.complementOf(EnumSet.copyOf(SLOW)), 9);
			}
			if (List.of(args).contains("--large")) {
				run(table, quality, "75000/1000/weighted", false, EnumSet.of(Contestants.WAGED), 1);
				run(table, quality, "75000/1000/weighted", true, EnumSet.of(Contestants.WAGED), 1);
			}
		}
		finally {
			Files.delete(quality);
		}
		table.print();
		System.out.printf("load average at the end: %.1f on %d processors%n",
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
				Runtime.getRuntime().availableProcessors());
	}

	private static void run(Table table, Path quality, String scenario, boolean loss, Set<Contestants> contestants,
			int times) throws Exception {
		ChainedOptionsBuilder options = new OptionsBuilder().include(PlanTime.class.getName() + ".plan")
			.param("scenario", scenario)
			.param("loss", Boolean.toString(loss))
			.param("contestant", contestants.stream().map(Enum::name).toArray(String[]::new))
			.forks(1)
			.warmupIterations((times > 1) ? times : 0)
			.measurementIterations(times)
			.timeout(TimeValue.minutes(20))
			.jvmArgsAppend("-Xmx2g", "-D" + Table.FILE + "=" + quality);
		try {
			table.add(new Runner(options.build()).run(), quality);
		}
		catch (RunnerException ex) {
			throw new IllegalStateException("the benchmark failed for " + scenario, ex);
		}
	}

}
