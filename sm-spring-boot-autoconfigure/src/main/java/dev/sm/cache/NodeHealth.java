package dev.sm.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What a node can be burdened with: nothing while its circuit is open, and otherwise so
 * many operations at once, of which only few may wait while it is slow or silent. So the
 * threads that wait for it are few, and those of other nodes' keys are left. Thread-safe;
 * costs a counter while the node answers.
 */
final class NodeHealth {

	/** How much of the most that may wait is too much for a slow node. */
	private static final int SLOW_PART = 16;

	/** What is slow however long an operation may take, in nanoseconds. */
	private static final long SLOW = 500_000_000;

	private final AtomicInteger inFlight = new AtomicInteger();

	private final Circuit circuit;

	private final LongSupplier clock;

	private final long timeout;

	private final long slow;

	private final int few;

	private final int most;

	private boolean watched;

	private volatile boolean open;

	private volatile boolean failing;

	private volatile long answeredAt;

	private volatile long crowdedAt;

	private volatile boolean crowded;

	private volatile boolean slowly;

	private volatile String last = "";

	/**
	 * Creates it.
	 * @param settings when a node is left alone
	 * @param timeout how long an operation may take, in nanoseconds; a quarter is slow,
	 * and half a second
	 * @param clock tells nanoseconds
	 */
	NodeHealth(HealthSettings settings, long timeout, LongSupplier clock) {
		this.circuit = new Circuit(settings);
		this.clock = clock;
		this.timeout = timeout;
		this.slow = Math.min(SLOW, timeout / 4);
		this.most = settings.maxInFlight();
		this.few = Math.max(1, this.most / SLOW_PART);
		long now = clock.getAsLong();
		this.answeredAt = now;
		this.crowdedAt = now;
	}

	/** Whether the circuit keeps operations from the node. */
	boolean open() {
		return this.open;
	}

	/**
	 * Begins an operation, which {@link #left()} ends.
	 * @return whether it may be sent
	 */
	boolean entered() {
		if (this.open) {
			return false;
		}
		int now = this.inFlight.incrementAndGet();
		if (now <= this.few || bears(now)) {
			return true;
		}
		this.inFlight.decrementAndGet();
		return false;
	}

	private boolean bears(int operations) {
		long now = this.clock.getAsLong();
		if (!this.crowded) {
			this.crowdedAt = now;
			this.crowded = true;
		}
		boolean silent = now - this.answeredAt > this.slow && now - this.crowdedAt > this.slow;
		return operations <= this.most && !silent && !this.slowly;
	}

	/** An operation can have no effect on the node any more. */
	void left() {
		if (this.inFlight.decrementAndGet() < this.few && this.crowded) {
			this.crowded = false;
		}
	}

	/** How many operations wait for the node. */
	int inFlight() {
		return this.inFlight.get();
	}

	/** Why an operation is refused now. */
	String reason() {
		return this.open
				? "it left " + failures() + " operations in a row without an answer (the last time: " + this.last
						+ "); it is asked again once it answers a probe"
				: this.inFlight.get() + " operations wait for it already";
	}

	private synchronized int failures() {
		return this.circuit.failures();
	}

	/** The node has answered an operation. */
	void answered(long took, long now) {
		this.answeredAt = now;
		boolean late = took > this.slow;
		if (late != this.slowly) {
			this.slowly = late;
		}
		if (this.failing) {
			synchronized (this) {
				this.circuit.answered();
				this.failing = this.circuit.failures() > 0;
			}
		}
	}

	/**
	 * The node has not answered an operation.
	 * @param why what it said, or that it said nothing
	 * @return whether it is left alone from now on
	 */
	synchronized boolean failed(String why, long now) {
		this.last = why;
		this.failing = true;
		boolean opened = this.circuit.failed(now);
		this.open = this.circuit.state() != Circuit.State.CLOSED;
		return opened;
	}

	/** What the node said last when it was asked whether it answers. */
	void said(String why) {
		this.last = why;
	}

	/** Whether somebody is to look after the node, and nobody does. */
	synchronized boolean watch() {
		boolean first = this.open && !this.watched;
		this.watched |= this.open;
		return first;
	}

	/** Whether to go on looking after the node. */
	synchronized boolean watched() {
		this.watched = this.open;
		return this.open;
	}

	/** Whether to probe the node now. */
	synchronized boolean tick(long now) {
		return this.circuit.tick(now);
	}

	/**
	 * A probe has ended.
	 * @return whether operations are sent to the node again
	 */
	synchronized boolean probed(boolean answered, long took, long now) {
		boolean wasOpen = this.open;
		this.circuit.probed(answered && took <= this.timeout / 2, now);
		this.open = this.circuit.state() != Circuit.State.CLOSED;
		this.failing = this.circuit.failures() > 0;
		return wasOpen && !this.open;
	}

	/** When to look whether to probe the node. */
	synchronized long wakeUpAt() {
		return this.circuit.wakeUpAt();
	}

}
