package dev.sm.event;

/**
 * This instance begins to leave a node alone, or ends it. Immutable.
 *
 * @param pool the name of the pool
 * @param node the id of the node
 * @param kind what happened
 */
public record NodeEvent(String pool, String node, Kind kind) implements SmEvent {

	/** What happens to nodes. */
	public enum Kind {

		/** So much went unanswered that the node is left alone: its circuit is open. */
		OPENED,

		/** It answers again. */
		CLOSED

	}

}
