package dev.sm.benchmarks.chaos;

import java.util.Locale;

/**
 * One process's hold on one shard at one epoch, as far as it is proved: {@code held()}
 * was answered with true at the beginning and again at the end, and once it is false it
 * stays false, so it was true all the while.
 */
final class Holding {

	final Life life;

	final String shard;

	final long epoch;

	/** When the first true answer was asked for. */
	final long asked;

	/** When the first true answer was there. */
	final long from;

	/** When the last true answer was asked for. */
	long until;

	/** When the first false answer was there; 0 if there was none. */
	long lost;

	Holding(Life life, String shard, long epoch, long asked, long from) {
		this.life = life;
		this.shard = shard;
		this.epoch = epoch;
		this.asked = asked;
		this.from = from;
		this.until = from;
	}

	boolean overlaps(Holding other) {
		return this.life != other.life && Math.max(this.from, other.from) < Math.min(this.until, other.until);
	}

	String describe(Report report) {
		return String.format(Locale.ROOT, "%s held shard %s at epoch %d from %.6f to %.6f", this.life, this.shard,
				this.epoch, report.seconds(this.from), report.seconds(this.until));
	}

}
