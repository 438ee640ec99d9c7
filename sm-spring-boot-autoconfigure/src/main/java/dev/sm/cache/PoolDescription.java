package dev.sm.cache;

import java.util.List;

/**
 * What there is to see of a pool. Immutable.
 *
 * @param name the pool
 * @param algorithm how keys are placed
 * @param nodes its nodes
 */
public record PoolDescription(String name, String algorithm, List<NodeInfo> nodes) {

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
	 */
	public record NodeInfo(String name, int weight, double share, boolean up) {

	}

}
