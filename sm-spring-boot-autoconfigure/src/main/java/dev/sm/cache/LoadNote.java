package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a loaded value, beside it on its node. It names the value by a check
 * sum, so that it says nothing of one that was written since, by whatever client; and it
 * has no time of day, which instances need not agree on: what the node says is left of
 * the value's time is what counts.
 *
 * @param sum names the value
 * @param took how long the load took, in milliseconds
 * @param stale how many of the last milliseconds of the value are after its time to live
 * @param load names the load, so that two of one value can be told apart; without spaces
 */
record LoadNote(String sum, long took, long stale, String load) {

	static LoadNote of(byte[] value, long tookNanos, Duration stale, String load) {
		return new LoadNote(sum(value), Math.max(1, tookNanos / 1_000_000), stale.toMillis(), load);
	}

	private static String sum(byte[] value) {
		CRC32C sum = new CRC32C();
		sum.update(value, 0, value.length);
		return Long.toHexString(sum.getValue()) + "." + value.length;
	}

	/** Reads a note; one that cannot be read is none. */
	static @Nullable LoadNote parse(byte @Nullable [] bytes) {
		String[] parts = (bytes != null) ? new String(bytes, StandardCharsets.US_ASCII).split(" ", -1) : new String[0];
		try {
			return (parts.length == 4)
					? new LoadNote(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	byte[] format() {
		return (this.sum + " " + this.took + " " + this.stale + " " + this.load).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Whether a value is to be loaded anew: after its time to live, or before, by chance.
	 * @param value the value
	 * @param remaining how long the node keeps it, in milliseconds; negative for ever
	 * @param eagerness how early to load anew; 0 for not before its time to live is over
	 * @param random evenly distributed, above 0 and at most 1
	 */
	boolean due(byte[] value, long remaining, double eagerness, double random) {
		if (remaining < 0 || !this.sum.equals(sum(value))) {
			return false;
		}
		long left = remaining - this.stale;
		return left <= 0 || (eagerness > 0 && this.took * eagerness * -Math.log(random) >= left);
	}

}
