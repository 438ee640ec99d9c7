package dev.sm.cache;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sm.continuum.Continuum;

/**
 * Where a pool's keys are at one time: a continuum and the nodes that it names.
 * Immutable; a pool swaps one for another atomically.
 */
final class Topology {

	private final Continuum continuum;

	private final List<PoolNode> nodes;

	private final Map<String, Integer> weights;

	private final Map<String, PoolNode> byName;

	/**
	 * Makes a topology.
	 * @param continuum names the nodes by their {@link PoolNode#continuumName()}
	 * @param nodes all nodes, each at its {@link PoolNode#position()}
	 * @param weights the weight of each node by id
	 */
	Topology(Continuum continuum, List<PoolNode> nodes, Map<String, Integer> weights) {
		this.continuum = continuum;
		this.nodes = List.copyOf(nodes);
		this.weights = new LinkedHashMap<>(weights);
		this.byName = new HashMap<>();
		nodes.forEach((node) -> this.byName.put(node.continuumName(), node));
	}

	Continuum continuum() {
		return this.continuum;
	}

	List<PoolNode> nodes() {
		return this.nodes;
	}

	Map<String, Integer> weights() {
		return this.weights;
	}

	int weight(PoolNode node) {
		return this.weights.getOrDefault(node.id(), 0);
	}

	/** The node of what is placed of a key. */
	PoolNode owner(byte[] placed) {
		return named(this.continuum.nodeFor(placed));
	}

	PoolNode named(String continuumName) {
		PoolNode node = this.byName.get(continuumName);
		if (node == null) {
			throw new IllegalStateException(
					"the continuum names a node '" + continuumName + "' that is not configured");
		}
		return node;
	}

}
