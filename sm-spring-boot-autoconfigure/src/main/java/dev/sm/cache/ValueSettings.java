package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * How large values may be, and which are compressed. Immutable.
 *
 * @param maxBytes most bytes that a value may have as it is stored, 1 or more, or
 * {@code null} for no limit
 * @param compressAbove how many bytes a value must have more than to be compressed, 0 or
 * more, or {@code null} to compress none
 */
public record ValueSettings(@Nullable Integer maxBytes, @Nullable Integer compressAbove) {

	/** What a pool does that is told nothing else. */
	public static final ValueSettings DEFAULT = new ValueSettings(null, null);

	public ValueSettings {
		if (maxBytes != null && maxBytes < 1) {
			throw new IllegalArgumentException("'values.max-size' must be 1B or more (was " + maxBytes + "B)");
		}
		if (compressAbove != null && compressAbove < 0) {
			throw new IllegalArgumentException(
					"'values.compress-above' must be 0B or more (was " + compressAbove + "B)");
		}
	}

}
