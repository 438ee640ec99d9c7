package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * A write that goes to every node. Passive and not thread-safe: told what becomes of it
 * on each node, it says when enough have it, or cannot any more.
 *
 * @param <R> the type of a node's answer
 */
final class ReplicaWrite<R> {

	/** How it ended, if it has. */
	enum State {

		/** It has not. */
		OPEN,

		/** Enough nodes have it. */
		DONE,

		/** Too many nodes have failed, or one has seen a newer owner. */
		FAILED

	}

	private final int nodes;

	private final int needed;

	private int done;

	private int failed;

	private State state = State.OPEN;

	private @Nullable R answer;

	private @Nullable Throwable failure;

	ReplicaWrite(int nodes, int needed) {
		this.nodes = nodes;
		this.needed = needed;
	}

	/** A node has done it. */
	void answered(R given) {
		this.answer = larger(this.answer, given);
		if (++this.done >= this.needed && this.state == State.OPEN) {
			this.state = State.DONE;
		}
	}

	/**
	 * A node has not done it, or not told.
	 * @param fatal whether no other node can make up for it
	 */
	void failed(Throwable cause, boolean fatal) {
		this.failed++;
		if (this.state == State.OPEN && (fatal || this.nodes - this.failed < this.needed)) {
			this.state = State.FAILED;
			this.failure = cause;
		}
	}

	State state() {
		return this.state;
	}

	/** What the most of any node was: true rather than false, more rather than fewer. */
	@Nullable R answer() {
		return this.answer;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	private static <R> R larger(@Nullable R one, R other) {
		if (one instanceof Boolean truth) {
			return truth ? one : other;
		}
		return (one instanceof Long first && other instanceof Long second && first > second) ? one : other;
	}

}
