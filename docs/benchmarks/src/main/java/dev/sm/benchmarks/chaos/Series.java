package dev.sm.benchmarks.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One figure of a process over time. The first fifth of its samples, in which the process
 * gets warm, does not count. Of the others there must be eight at least; the figure is
 * flat if the median of their second half is not above that of the first by more than a
 * twentieth and a margin. Not thread-safe.
 */
final class Series {

	/** Too few samples to say anything. */
	private static final int FEW = 8;

	private final String name;

	private final double margin;

	private final List<double[]> samples = new ArrayList<>();

	Series(String name, double margin) {
		this.name = name;
		this.margin = margin;
	}

	void add(double minutes, double value) {
		this.samples.add(new double[] { minutes, value });
	}

	/** Without the time in which the process gets warm. */
	private List<double[]> settled() {
		return this.samples.subList(this.samples.size() / 5, this.samples.size());
	}

	boolean isEnough() {
		return settled().size() >= FEW;
	}

	boolean isFlat() {
		return isEnough() && half(1) <= half(0) * 1.05 + this.margin;
	}

	private String verdict() {
		if (!isEnough()) {
			return "too few to tell";
		}
		return isFlat() ? "flat" : "NOT FLAT";
	}

	private double half(int number) {
		List<double[]> all = settled();
		double[] values = all.subList(all.size() * number / 2, all.size() * (number + 1) / 2)
			.stream()
			.mapToDouble((sample) -> sample[1])
			.sorted()
			.toArray();
		return (values.length > 0) ? values[values.length / 2] : 0;
	}

	/** The line that fits best: how much it climbs in an hour. */
	private double slope() {
		List<double[]> all = settled();
		double x = all.stream().mapToDouble((sample) -> sample[0]).average().orElse(0);
		double y = all.stream().mapToDouble((sample) -> sample[1]).average().orElse(0);
		double across = 0;
		double along = 0;
		for (double[] sample : all) {
			across += (sample[0] - x) * (sample[1] - y);
			along += (sample[0] - x) * (sample[0] - x);
		}
		return (along > 0) ? 60 * across / along : 0;
	}

	@Override
	public String toString() {
		double[] values = settled().stream().mapToDouble((sample) -> sample[1]).toArray();
		return String.format(Locale.ROOT,
				"%-28s %4d samples, %8.1f to %8.1f, first half %8.1f, second %8.1f, slope %+8.1f an hour: %s",
				this.name, values.length, Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(0),
				half(0), half(1), slope(), verdict());
	}

}
