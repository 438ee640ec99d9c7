package dev.sm.cache.near;

import org.jspecify.annotations.Nullable;

/**
 * Whether a node's values in memory are known to be no older than they may be. Passive:
 * it is told what happens and the time, and asks for nothing by itself.
 * <p>
 * A node tells of changes on the connection on which it answers, in order. So an answer
 * proves that everything has been told that had changed when the question was sent: from
 * then on values may be answered from memory for as long as they may be stale. A
 * connection that is lost ends the watch, and with it all values that were read in it.
 * Thread-safe.
 */
final class Tracking {

	private final long maxStaleness;

	private volatile @Nullable Watch watch;

	/**
	 * Creates a tracking without a watch.
	 * @param maxStaleness how stale values may be, in nanoseconds
	 */
	Tracking(long maxStaleness) {
		this.maxStaleness = maxStaleness;
	}

	/** A connection on which changes are told stands. */
	void began() {
		this.watch = new Watch();
	}

	/**
	 * The connection is lost.
	 * @return whether there was one
	 */
	boolean ended() {
		boolean had = this.watch != null;
		this.watch = null;
		return had;
	}

	/** The watch in which what is sent now will be answered, if it is not lost before. */
	@Nullable Watch watch() {
		return this.watch;
	}

	boolean isCurrent(Watch asked) {
		return this.watch == asked;
	}

	/** Whether values that were read in a watch may be answered from memory. */
	boolean isFresh(Watch asked, long now) {
		return isCurrent(asked) && asked.proven && now - asked.provenAt < this.maxStaleness;
	}

	/**
	 * A question was answered.
	 * @param asked the watch when it was sent
	 * @param sentAt when it was sent
	 */
	void answered(Watch asked, long sentAt) {
		synchronized (asked) {
			if (!asked.proven || sentAt - asked.provenAt > 0) {
				asked.provenAt = sentAt;
				asked.proven = true;
			}
		}
	}

	/**
	 * Whether it is time to ask for the sake of an answer, so that values that are in use
	 * need not be read again; answers yes once for each time.
	 */
	boolean isToAsk(Watch asked, long now) {
		long pause = this.maxStaleness / 4;
		if (now - asked.provenAt < pause) {
			return false;
		}
		synchronized (asked) {
			boolean yes = !asked.asking || now - asked.askedAt >= pause;
			if (yes) {
				asked.asking = true;
				asked.askedAt = now;
			}
			return yes;
		}
	}

	/** The time between a connection's beginning and its end. */
	static final class Watch {

		private volatile boolean proven;

		private volatile long provenAt;

		private boolean asking;

		private long askedAt;

	}

}
