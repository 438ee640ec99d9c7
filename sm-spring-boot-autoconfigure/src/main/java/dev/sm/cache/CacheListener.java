package dev.sm.cache;

import java.util.Map;

/**
 * Is told what became of the commands that pools send, for metrics. Called on the thread
 * that sees the answer; must be thread-safe, must not block and must not throw.
 */
@FunctionalInterface
public interface CacheListener {

	/** Is told nothing, and costs nothing. */
	CacheListener NONE = (pool, node, operation, outcome, nanos) -> {
	};

	/**
	 * A node answered, or failed to.
	 * @param pool the pool
	 * @param node the node
	 * @param operation the verb, such as {@code get}
	 * @param outcome what became of it
	 * @param nanos how long it took, in nanoseconds
	 */
	void onCommand(String pool, String node, String operation, Outcome outcome, long nanos);

	/**
	 * Something happened to a node, or was done because of it.
	 * @param pool the pool
	 * @param node the node
	 * @param event what happened
	 */
	default void onEvent(String pool, String node, Event event) {
	}

	/**
	 * A pool has come to another step of a migration, or to other weights.
	 * @param pool the pool
	 * @param migration the number of the migration
	 * @param step the step, as in the pool's status; {@code STABLE} if none runs
	 * @param weights the weights of its nodes, those to come while a migration runs
	 */
	default void onStep(String pool, long migration, String step, Map<String, Integer> weights) {
	}

	/** What happens to nodes. */
	enum Event {

		/** It left so many operations unanswered that it is left alone. */
		OPENED,

		/** It answers again. */
		CLOSED,

		/** It was asked since another node of a replicated pool was slow. */
		HEDGED,

		/** It has missed a write to a replicated pool. */
		MISSED,

		/** Keys of missed writes were removed from it. */
		REPLAYED,

		/** It lacked a value, which was copied from another node. */
		REPAIRED,

		/** It was given a value before it is read from again. */
		WARMED

	}

	/** What became of a command. */
	enum Outcome {

		/** The node executed it. */
		SUCCESS,

		/** No answer came. */
		UNAVAILABLE,

		/** The node has seen a higher epoch. */
		STALE_EPOCH,

		/** The node answered that it cannot. */
		ERROR,

		/**
		 * The node was not asked: it has not answered before, or too much waits for it.
		 */
		REFUSED

	}

}
