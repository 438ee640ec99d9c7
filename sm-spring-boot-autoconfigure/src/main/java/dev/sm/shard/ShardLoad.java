package dev.sm.shard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How much a shard takes at present, by one or several metrics, such as CPU and bytes. A
 * participant is balanced by each of them; their units are free, and compare within a
 * service only. Immutable.
 *
 * @param metrics the value of each metric, 0 or more, by name: 1 to 50 letters, digits
 * and {@code . _ -}, at most 8 of them. What is negative, infinite or not a number counts
 * as not measured and is left out. The first is what is shown where there is room for one
 */
public record ShardLoad(Map<String, Double> metrics) {

	/** The name of the only metric of a load that is a mere number. */
	public static final String DEFAULT_METRIC = "load";

	/** The most metrics of a load. */
	public static final int MAX_METRICS = 8;

	private static final ShardLoad NONE = new ShardLoad(Map.of());

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._\\-]{1,50}");

	public ShardLoad {
		Map<String, Double> measured = new LinkedHashMap<>();
		metrics.forEach((name, value) -> {
			if (!NAME.matcher(name).matches()) {
				throw new IllegalArgumentException("the name of a metric must be 1 to 50 letters, digits or one of ._- "
						+ "(was '" + ((name.length() > 64) ? name.substring(0, 64) + "..." : name) + "')");
			}
			if (value >= 0 && value <= Float.MAX_VALUE) {
				measured.put(name, value);
			}
		});
		if (metrics.size() > MAX_METRICS) {
			throw new IllegalArgumentException(
					"a load must have at most " + MAX_METRICS + " metrics (had " + metrics.size() + ")");
		}
		metrics = Collections.unmodifiableMap(measured);
	}

	/**
	 * A load that is not measured.
	 * @return a load without metrics
	 */
	public static ShardLoad none() {
		return NONE;
	}

	/**
	 * A load by the metric {@value #DEFAULT_METRIC}.
	 * @param value its value, 0 or more
	 * @return the load
	 */
	public static ShardLoad of(double value) {
		return of(DEFAULT_METRIC, value);
	}

	/**
	 * A load by one metric.
	 * @param metric the name of the metric
	 * @param value its value, 0 or more
	 * @return the load
	 */
	public static ShardLoad of(String metric, double value) {
		return new ShardLoad(Map.of(metric, value));
	}

	/**
	 * This load and a further metric, or another value of one that it has.
	 * @param metric the name of the metric
	 * @param value its value, 0 or more
	 * @return the new load
	 */
	public ShardLoad and(String metric, double value) {
		Map<String, Double> more = new LinkedHashMap<>(this.metrics);
		more.put(metric, value);
		return new ShardLoad(more);
	}

	/**
	 * The value of the first metric.
	 * @return 0 or more, or {@code NaN} if nothing was measured
	 */
	public double value() {
		return this.metrics.isEmpty() ? Double.NaN : this.metrics.values().iterator().next();
	}

	/**
	 * The value of a metric.
	 * @param metric its name
	 * @return 0 or more, or {@code NaN} if it was not measured
	 */
	public double value(String metric) {
		return this.metrics.getOrDefault(metric, Double.NaN);
	}

	/** Whether nothing was measured. */
	public boolean isEmpty() {
		return this.metrics.isEmpty();
	}

}
