package dev.sm.benchmarks.continuum;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures placement beside its peers in one run, and prints ratios: lookups by JMH, then
 * builds, changes, memory and balance. The argument {@code --quick} takes less time and
 * is less exact.
 */
public final class ContinuumBenchmark {

	private static final String[] ALL = { "hash-only", "sm-weighted", "hash4j-jump-back-anchor", "guava-jump",
			"rendezvous", "sm-spymemcached-ketama", "sm-libketama", "spymemcached", "xmemcached" };

	private static final String[] SIZES = { "10", "100", "1000" };

	private ContinuumBenchmark() {
	}

	public static void main(String[] arguments) throws RunnerException {
		boolean quick = List.of(arguments).contains("--quick");
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(LookupBenchmark.class.getName())
			.param("placement", ALL)
			.param("nodes", SIZES)
			.forks(1)
			.warmupIterations(quick ? 2 : 3)
			.warmupTime(TimeValue.milliseconds(quick ? 500 : 1000))
			.measurementIterations(quick ? 5 : 9)
			.measurementTime(TimeValue.milliseconds(quick ? 300 : 1000))
			.jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
			.build()).run();
		printLookups(results);
		for (String size : SIZES) {
			printTable(Integer.parseInt(size));
		}
	}

	private static void printLookups(Collection<RunResult> results) {
		Map<String, Double> times = new TreeMap<>();
		for (RunResult result : results) {
			// the median: other programs run beside this one
			times.put(result.getParams().getParam("placement") + "/" + result.getParams().getParam("nodes"),
					result.getPrimaryResult().getStatistics().getPercentile(50));
		}
		System.out.println("\nlookup of a String out of 1,000,000, median ns; in brackets: times sm-weighted");
		for (String size : SIZES) {
			StringBuilder line = new StringBuilder(size + " nodes:");
			double own = times.getOrDefault("sm-weighted/" + size, Double.NaN);
			for (String name : ALL) {
				double time = times.getOrDefault(name + "/" + size, Double.NaN);
				line.append(String.format("  %s %.1f (%.2f)", name, time, time / own));
			}
			System.out.println(line);
			System.out.printf("  sm-weighted / hash4j-jump-back-anchor %.2f, must be at most 1.5%n",
					own / times.getOrDefault("hash4j-jump-back-anchor/" + size, Double.NaN));
			System.out.printf("  sm-spymemcached-ketama / spymemcached %.2f, must be at most 0.5%n",
					times.getOrDefault("sm-spymemcached-ketama/" + size, Double.NaN)
							/ times.getOrDefault("spymemcached/" + size, Double.NaN));
		}
	}

	private static void printTable(int nodes) {
		ContinuumSpec spec = Placements.spec("weighted", nodes);
		List<Double> builds = new ArrayList<>();
		List<Double> changes = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			// another set of names each time: nothing is near what was made before
			ContinuumSpec fresh = ContinuumSpec.of("weighted");
			for (String name : spec.nodes().keySet()) {
				fresh = fresh.with(i + "-" + name, 100);
			}
			ContinuumSpec built = fresh;
			Continuum[] kept = new Continuum[1];
			builds.add(milliseconds(() -> kept[0] = Continuum.of(built)));
			changes.add(milliseconds(() -> Continuum.of(built.with("one more", 100))));
			changes.add(milliseconds(() -> Continuum.of(built.without(built.nodes().keySet().iterator().next()))));
			changes.add(milliseconds(() -> Continuum.of(built.with(built.nodes().keySet().iterator().next(), 150))));
		}
		double peak = Continuum.of(spec).shares().values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
		System.out.printf(
				"%d nodes: build %.0f ms, one change %.0f ms, of equal nodes the peak is %.4f times the mean%n", nodes,
				median(builds), median(changes), peak * nodes);
	}

	private static double milliseconds(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e6;
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
	}

}
