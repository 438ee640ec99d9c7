package dev.sm.cache;

/**
 * Whether a node is asked at all. Closed, it is; a number of operations in a row without
 * an answer open it, so that nobody waits for a node that will not answer; then one probe
 * after another, with growing pauses, tells when to close it. Passive: it is told what
 * happens together with the monotonic time. Not thread-safe.
 */
final class Circuit {

	/** Whether operations are sent. */
	enum State {

		/** They are. */
		CLOSED,

		/** They are refused. */
		OPEN,

		/** They are refused, and a probe is under way. */
		HALF_OPEN

	}

	/** A node that fails again so soon after it was let in is left alone for longer. */
	private static final int CALM = 4;

	private final HealthSettings settings;

	private State state = State.CLOSED;

	private int failures;

	private long pause;

	private long probeAt;

	private long closedAt;

	Circuit(HealthSettings settings) {
		this.settings = settings;
	}

	State state() {
		return this.state;
	}

	/** How many operations in a row have had no answer. */
	int failures() {
		return this.failures;
	}

	/** The node has answered an operation; late answers do not close what is open. */
	void answered() {
		if (this.state == State.CLOSED) {
			this.failures = 0;
		}
	}

	/**
	 * The node has not answered an operation.
	 * @return whether this has opened it
	 */
	boolean failed(long now) {
		this.failures++;
		if (this.state != State.CLOSED || this.failures < this.settings.failures()) {
			return false;
		}
		boolean again = this.pause > 0 && now - this.closedAt < CALM * this.settings.maxProbeInterval().toNanos();
		open(again ? longer() : this.settings.probeInterval().toNanos(), now);
		return true;
	}

	/**
	 * Time has passed.
	 * @return whether to probe the node now
	 */
	boolean tick(long now) {
		if (this.state != State.OPEN || now - this.probeAt < 0) {
			return false;
		}
		this.state = State.HALF_OPEN;
		return true;
	}

	/**
	 * A probe has ended.
	 * @param good whether the node answered it, and soon enough
	 */
	void probed(boolean good, long now) {
		if (good) {
			if (this.state != State.CLOSED) {
				this.closedAt = now;
			}
			this.state = State.CLOSED;
			this.failures = 0;
		}
		else if (this.state == State.HALF_OPEN) {
			open(longer(), now);
		}
	}

	/** When to be told that time has passed, while it is open. */
	long wakeUpAt() {
		return this.probeAt;
	}

	private void open(long next, long now) {
		this.state = State.OPEN;
		this.pause = next;
		this.probeAt = now + next;
	}

	private long longer() {
		return Math.min(this.pause * 2, this.settings.maxProbeInterval().toNanos());
	}

}
