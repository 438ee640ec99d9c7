package dev.sm.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a pool loads what is missing. With the defaults a value is loaded when it is
 * absent, and nothing else is kept of it.
 *
 * @param deadline how long a load may take before another instance may replace it, and
 * how long it may keep others waiting
 * @param staleTtl how long a loaded value may still be read after its time to live, while
 * it is loaded anew in the background; zero for not at all
 * @param earlyRefresh how eagerly a loaded value is loaded anew before its time to live
 * is over, the more likely the nearer that is and the longer the load takes: 0 for never,
 * 1 is usual, more is earlier (XFetch, by Vattani, Chierichetti and Lowenstein, "Optimal
 * Probabilistic Cache Stampede Prevention", VLDB 2015)
 * @param negativeTtl how long it is remembered that a loader made no value, or
 * {@code null} for not at all
 */
public record LoadSettings(Duration deadline, Duration staleTtl, double earlyRefresh, @Nullable Duration negativeTtl) {

	/** The largest eagerness. */
	public static final double MAX_EARLY_REFRESH = 100;

	/** The deadline is ten seconds, and nothing else is done. */
	public static final LoadSettings DEFAULT = within(Duration.ofSeconds(10));

	/**
	 * Loads what is absent, and nothing else.
	 * @param deadline how long a load may take
	 * @return the settings
	 */
	public static LoadSettings within(Duration deadline) {
		return new LoadSettings(deadline, Duration.ZERO, 0, null);
	}

	/** Whether a note is kept of what was loaded. */
	boolean notes() {
		return !this.staleTtl.isZero() || this.earlyRefresh > 0;
	}

}
