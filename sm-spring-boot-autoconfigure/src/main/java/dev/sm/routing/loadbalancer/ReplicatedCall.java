package dev.sm.routing.loadbalancer;

import java.util.ArrayList;
import java.util.List;

import dev.sm.hedging.HedgeBudget;

/**
 * One request to several instances. Passive: it is told what happens together with the
 * monotonic time, and says which instances to ask next. Not thread-safe.
 */
final class ReplicatedCall {

	/** How it ended, if it has. */
	enum State {

		/** It has not. */
		OPEN,

		/** Enough instances have answered. */
		DONE,

		/** Too many have failed, or time is over. */
		FAILED

	}

	private final int instances;

	private final int needed;

	private final boolean atOnce;

	private final long hedgeDelay;

	private final long deadline;

	private final HedgeBudget budget;

	private int asked;

	private int answered;

	private int failed;

	private long hedgeAt;

	private State state = State.OPEN;

	/**
	 * Creates a call.
	 * @param replication how many have to answer
	 * @param instances how many can be asked, 1 or more
	 * @param hedgeDelay how long the others may take before one more is asked
	 * @param budget what may be asked for speed alone
	 * @param now the time
	 */
	ReplicatedCall(Replication replication, int instances, long hedgeDelay, HedgeBudget budget, long now) {
		this.instances = instances;
		this.needed = replication.needed(instances);
		this.atOnce = replication.asksAtOnce();
		this.hedgeDelay = hedgeDelay;
		this.deadline = now + replication.timeout().toNanos();
		this.budget = budget;
		this.hedgeAt = now;
	}

	List<Integer> start(long now) {
		this.budget.called();
		List<Integer> ask = new ArrayList<>();
		do {
			ask.add(next(now));
		}
		while (this.atOnce && this.asked < this.instances);
		return ask;
	}

	private int next(long now) {
		this.hedgeAt = now + this.hedgeDelay;
		return this.asked++;
	}

	/** An instance has done what was asked. */
	void answered() {
		this.answered++;
		if (this.state == State.OPEN && this.answered >= this.needed) {
			this.state = State.DONE;
		}
	}

	/**
	 * An instance has failed in a way that another one may not.
	 * @return whom to ask instead
	 */
	List<Integer> failed(long now) {
		this.failed++;
		if (this.state != State.OPEN) {
			return List.of();
		}
		if (this.asked < this.instances) {
			return List.of(next(now));
		}
		if (this.instances - this.failed < this.needed) {
			this.state = State.FAILED;
		}
		return List.of();
	}

	/**
	 * Time has passed.
	 * @return whom to ask as well
	 */
	List<Integer> tick(long now) {
		if (this.state == State.OPEN && now - this.deadline >= 0) {
			this.state = State.FAILED;
		}
		boolean late = this.state == State.OPEN && this.asked < this.instances && now - this.hedgeAt >= 0;
		if (late && this.budget.take()) {
			return List.of(next(now));
		}
		if (late) {
			this.hedgeAt = this.deadline;
		}
		return List.of();
	}

	/** When to be told that time has passed. */
	long wakeUpAt() {
		return (this.asked < this.instances && this.hedgeAt - this.deadline < 0) ? this.hedgeAt : this.deadline;
	}

	State state() {
		return this.state;
	}

}
