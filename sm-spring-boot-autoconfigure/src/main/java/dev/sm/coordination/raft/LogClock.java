package dev.sm.coordination.raft;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The time of the log: the sum of what the leaders' clocks measured between entries of
 * their own term. No clock is ever compared with another, so only the rate of clocks
 * matters, and this time runs at most as fast as the fastest leader's. It stands still
 * over a change of leader, and passes by {@link #MAX_STEP} at most from one entry to the
 * next: a leader that was stopped and goes on has not let anybody renew meanwhile. Not
 * thread-safe.
 */
final class LogClock {

	/** By how much time passes at most from one entry to the next, in nanoseconds. */
	static final long MAX_STEP = Duration.ofSeconds(1).toNanos();

	/** The term of the last entry. */
	private long term = -1;

	/** The leader's clock at the last entry of this term that has a reading of it. */
	private @Nullable Long stamp;

	private long time;

	/**
	 * Lets the time pass that lies between the last entry and this one.
	 * @param term the term of the entry
	 * @param stamp what its leader's clock showed in this term, in nanoseconds, or
	 * {@code null} if the entry does not tell
	 * @return whether the term is another one
	 */
	boolean pass(long term, @Nullable Long stamp) {
		boolean changed = term != this.term;
		if (changed) {
			this.term = term;
			this.stamp = null;
		}
		if (stamp != null) {
			long passed = sinceLast(stamp);
			this.time += Math.min(passed, MAX_STEP);
			this.stamp = (this.stamp == null || passed > 0) ? stamp : this.stamp;
		}
		return changed;
	}

	private long sinceLast(long stamp) {
		return (this.stamp != null) ? Math.max(0, stamp - this.stamp) : 0;
	}

	/**
	 * The time of the log.
	 * @return nanoseconds since its first entry
	 */
	long now() {
		return this.time;
	}

	/**
	 * Whether a leader must write an entry so that time passes as it should.
	 * @param term the term of the leader
	 * @param stamp its clock
	 * @param deadline a time of the log at which something is due
	 * @return whether it must
	 */
	boolean isDue(long term, long stamp, long deadline) {
		long passed = sinceLast(stamp);
		return term != this.term || this.stamp == null || passed >= MAX_STEP / 2 || this.time + passed >= deadline;
	}

	void write(Encoder out) throws IOException {
		out.number(this.term).number(this.time).number((this.stamp != null) ? 1 : 0);
		out.number((this.stamp != null) ? this.stamp : 0);
	}

	static LogClock read(Decoder in) throws IOException {
		LogClock clock = new LogClock();
		clock.term = in.number();
		clock.time = in.number();
		boolean stamped = in.number() == 1;
		long stamp = in.number();
		clock.stamp = stamped ? stamp : null;
		return clock;
	}

}
