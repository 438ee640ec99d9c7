package dev.sm.manager;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.shard.ShardLoad;

/**
 * The load of one shard as an exponentially weighted moving average of its measurements,
 * each metric by itself: after each half-life, what was measured before counts half. The
 * weight follows the time between measurements, not their number. A metric that is not
 * measured for the maximal age is forgotten. Mutable.
 */
final class SmoothedLoad {

	private final LoadSettings settings;

	private final Map<String, Average> averages = new LinkedHashMap<>();

	private ShardLoad load = ShardLoad.none();

	SmoothedLoad(LoadSettings settings) {
		this.settings = settings;
	}

	/**
	 * Takes a measurement.
	 * @param measured the load; one without metrics only lets time pass
	 * @param now the time
	 */
	void measured(ShardLoad measured, long now) {
		long maxAge = this.settings.maxAge().toNanos();
		this.averages.values().removeIf((average) -> now - average.at - maxAge >= 0);
		measured.metrics()
			.forEach(
					(metric, value) -> this.averages.merge(metric, new Average(value, now),
							(before, sample) -> new Average(
									before.value + (sample.value - before.value) * this.settings.way(now - before.at),
									now)));
		Map<String, Double> metrics = new LinkedHashMap<>();
		this.averages.forEach((metric, average) -> metrics.put(metric, rounded(average.value)));
		this.load = new ShardLoad(metrics);
	}

	/** Few digits keep documents short. */
	private static double rounded(double value) {
		if (value < Float.MIN_NORMAL) {
			return 0;
		}
		double unit = Math.pow(10, Math.floor(Math.log10(value)) - 3);
		float rounded = (float) (Math.rint(value / unit) * unit);
		return (rounded <= Float.MAX_VALUE) ? Double.parseDouble(Float.toString(rounded)) : value;
	}

	ShardLoad load() {
		return this.load;
	}

	private record Average(double value, long at) {

	}

}
