package dev.sm.benchmarks.chaos;

import java.util.Locale;

/**
 * A line that a participant wrote down.
 *
 * @param life whose it is
 * @param before the monotonic time just before {@code held()} was asked
 * @param after the monotonic time after it was answered
 * @param kind ADD, DROP, ACQUIRED, LOST or PROBE
 * @param shard the shard; empty in a PROBE
 * @param epoch the epoch
 * @param held what was answered
 */
record Event(Life life, long before, long after, String kind, String shard, long epoch, boolean held) {

	static Event parse(Life life, String line) {
		String[] parts = line.split(" ");
		long before = Long.parseLong(parts[1]);
		long after = Long.parseLong(parts[2]);
		if (parts.length < 7) {
			return new Event(life, before, after, parts[3], "", 0, true);
		}
		return new Event(life, before, after, parts[3], parts[4], Long.parseLong(parts[5]),
				Boolean.parseBoolean(parts[6]));
	}

	String describe(Report report) {
		return String.format(Locale.ROOT, "%s %s shard %s epoch %d held %s, between %.6f and %.6f", this.life,
				this.kind, this.shard, this.epoch, this.held, report.seconds(this.before), report.seconds(this.after));
	}

}
