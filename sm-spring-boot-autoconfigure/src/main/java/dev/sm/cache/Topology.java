package dev.sm.cache;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sm.continuum.Continuum;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool's keys are at one time: a continuum and the nodes that it names.
 * Immutable; a pool swaps one for another atomically.
 */
final class Topology {

	private final Continuum continuum;

	private final List<PoolNode> nodes;

	private final Map<String, Integer> weights;

	private final Map<String, PoolNode> byName;

	private final long m;

	private final @Nullable Continuum target;

	private final Map<String, Integer> targetWeights;

	private final InFlight inFlight = new InFlight();

	/**
	 * Makes a topology in which each key is at one place.
	 * @param continuum names the nodes by their {@link PoolNode#continuumName()}
	 * @param nodes all nodes, each at its {@link PoolNode#position()}
	 * @param weights the weight of each node by id
	 */
	Topology(Continuum continuum, List<PoolNode> nodes, Map<String, Integer> weights) {
		this(0, continuum, null, nodes, weights, weights);
	}

	/**
	 * Makes a topology.
	 * @param m the number of the migration
	 * @param continuum tells the places, or the old places
	 * @param target tells the new places while keys move, or {@code null}
	 * @param nodes all nodes
	 * @param weights the weight of each node by id
	 * @param targetWeights the weight of each node by id afterwards
	 */
	Topology(long m, Continuum continuum, @Nullable Continuum target, List<PoolNode> nodes,
			Map<String, Integer> weights, Map<String, Integer> targetWeights) {
		this.m = m;
		this.target = target;
		this.targetWeights = new LinkedHashMap<>(targetWeights);
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

	/** The number of the migration that commands belong to. */
	long m() {
		return this.m;
	}

	/** Whether keys may be at either of two places. */
	boolean aware() {
		return this.target != null;
	}

	/** The operations that were begun under this topology. */
	InFlight inFlight() {
		return this.inFlight;
	}

	/** Whether a node holds keys, before or afterwards. */
	boolean holds(PoolNode node) {
		return weight(node) > 0 || this.targetWeights.getOrDefault(node.id(), 0) > 0;
	}

	/**
	 * The new place of a key, if it has another one than its old.
	 * @param placed what is placed of the key
	 * @param owner its old place
	 * @return the node, or {@code null} if the key stays
	 */
	@Nullable PoolNode destination(byte[] placed, PoolNode owner) {
		if (this.target == null) {
			return null;
		}
		PoolNode node = named(this.target.nodeFor(placed));
		return (node != owner) ? node : null;
	}

	/** The node of what is placed of a key, before it moves. */
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
