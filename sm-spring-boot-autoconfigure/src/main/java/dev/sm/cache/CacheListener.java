package dev.sm.cache;

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

	/** What became of a command. */
	enum Outcome {

		/** The node executed it. */
		SUCCESS,

		/** No answer came. */
		UNAVAILABLE,

		/** The node has seen a higher epoch. */
		STALE_EPOCH,

		/** The node answered that it cannot. */
		ERROR

	}

}
