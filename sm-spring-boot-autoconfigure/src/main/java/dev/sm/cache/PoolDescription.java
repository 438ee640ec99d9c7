package dev.sm.cache;

import java.util.List;

/**
 * What there is to see of a pool. Immutable.
 *
 * @param name the pool
 * @param algorithm how keys are placed
 * @param nodes its nodes
 * @param unserved the share of the keys that cannot be served now: 0 to 1
 */
public record PoolDescription(String name, String algorithm, List<NodeInfo> nodes, double unserved) {

	public PoolDescription {
		nodes = List.copyOf(nodes);
	}

	/**
	 * A node.
	 *
	 * @param name its id
	 * @param weight its weight
	 * @param share its share of the key space: 0 to 1
	 * @param up whether it answered when it was last used or probed
	 * @param state what it is used for now
	 */
	public record NodeInfo(String name, int weight, double share, boolean up, NodeState state) {

	}

	/** What a node is used for. */
	public enum NodeState {

		/** Everything. */
		SERVING,

		/** Nothing: it has not answered, and is only probed. */
		LEFT_ALONE,

		/**
		 * What it missed is removed before it is read from. In a replicated pool it is
		 * written to; in one with a gutter it is not.
		 */
		CATCHING_UP,

		/** It is written to, and filled before it is read from. */
		WARMING

	}

}
