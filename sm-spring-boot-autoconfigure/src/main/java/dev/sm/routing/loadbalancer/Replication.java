package dev.sm.routing.loadbalancer;

import java.time.Duration;

/**
 * How many instances of a service an idempotent request is sent to, and how many have to
 * answer. Immutable.
 *
 * @param mode how many have to answer
 * @param replicas how many instances a key has: 1 or more
 * @param hedgeBudget the most further requests for speed, as a part of all: 0 to 1
 * @param timeout how long all of it may take, more than 0
 */
public record Replication(Mode mode, int replicas, double hedgeBudget, Duration timeout) {

	/** A service whose keys have one instance each. */
	public static final Replication NONE = new Replication(Mode.OWNER, 1, 0, Duration.ofSeconds(1));

	/** How many instances have to answer. */
	public enum Mode {

		/** The key's one instance, or the next if that fails. */
		OWNER,

		/**
		 * One of several, asked one after the other: the next when one fails, or takes
		 * longer than most requests to the service.
		 */
		FIRST,

		/** More than half of several, asked at once. */
		MAJORITY,

		/** All of several, asked at once. */
		ALL

	}

	int needed(int instances) {
		return switch (this.mode) {
			case OWNER, FIRST -> 1;
			case MAJORITY -> instances / 2 + 1;
			case ALL -> instances;
		};
	}

	boolean asksAtOnce() {
		return this.mode == Mode.MAJORITY || this.mode == Mode.ALL;
	}

}
