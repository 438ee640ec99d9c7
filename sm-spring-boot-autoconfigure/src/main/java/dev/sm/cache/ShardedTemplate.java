package dev.sm.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.continuum.Explanation;

/**
 * The operations of one pool, and what there is to see of it. Made by {@link Pools}.
 * Thread-safe.
 */
public class ShardedTemplate extends BlockingOperations {

	private final Pool pool;

	ShardedTemplate(Pool pool) {
		super(pool, pool.requests());
		this.pool = pool;
	}

	/**
	 * The name of the pool.
	 * @return the name
	 */
	public String name() {
		return this.pool.name();
	}

	/**
	 * Describes the pool; does not ask the nodes.
	 * @return the description
	 */
	public PoolDescription describe() {
		Topology topology = this.pool.topology();
		Map<String, Double> shares = topology.continuum().shares();
		List<PoolDescription.NodeInfo> nodes = new ArrayList<>();
		Gutter gutter = this.pool.runner().gutter();
		double unserved = 0;
		for (PoolNode node : topology.nodes()) {
			double share = shares.getOrDefault(node.continuumName(), 0.0);
			NodeState state = state(node);
			boolean up = node.up() && state != NodeState.LEFT_ALONE;
			boolean elsewhere = gutter != null && gutter.standsInFor(node) && gutter.serves();
			nodes.add(new PoolDescription.NodeInfo(node.id(), topology.weight(node), share, up, state));
			unserved += (up || elsewhere) ? 0 : share;
		}
		return new PoolDescription(name(), this.pool.settings().algorithm(), nodes,
				(this.pool.runner().replicas() != null) ? replicasUnserved(nodes) : unserved);
	}

	/** All keys can be read, or none. */
	private double replicasUnserved(List<PoolDescription.NodeInfo> nodes) {
		List<PoolDescription.NodeInfo> holding = nodes.stream().filter((node) -> node.weight() > 0).toList();
		long up = holding.stream().filter(PoolDescription.NodeInfo::up).count();
		return (up < this.pool.settings().replicas().write().missesNeeded(holding.size())) ? 1 : 0;
	}

	private NodeState state(PoolNode node) {
		if (node.health().open()) {
			return NodeState.LEFT_ALONE;
		}
		Replicas replicas = this.pool.runner().replicas();
		Gutter gutter = this.pool.runner().gutter();
		if (gutter != null) {
			return gutter.standsInFor(node) ? NodeState.CATCHING_UP : NodeState.SERVING;
		}
		if (replicas == null || node.settings().weight() == 0) {
			return NodeState.SERVING;
		}
		return switch (replicas.of(node).stage(this.pool.runner().clock())) {
			case SERVING -> NodeState.SERVING;
			case CATCHING_UP -> NodeState.CATCHING_UP;
			case WARMING -> NodeState.WARMING;
		};
	}

	/**
	 * Explains where a key is placed.
	 * @param key the key
	 * @return its placement
	 */
	public Placement explain(String key) {
		Topology topology = this.pool.topology();
		String placed = this.pool.keys().placedText(key);
		Explanation explanation = topology.continuum().explain(placed);
		List<String> nodes = explanation.candidates().stream().map((name) -> topology.named(name).id()).toList();
		Map<String, Object> why = new LinkedHashMap<>();
		why.put("placed", placed);
		why.putAll(explanation.why());
		why.put("candidates", String.join(", ", nodes));
		return new Placement(key, nodes.get(0), nodes, why);
	}

	/**
	 * Asks every node whether it answers, so that {@link #describe()} tells what is true
	 * now.
	 * @return completes with the description once every node has answered or the pool's
	 * timeout has passed; never fails
	 */
	public CompletableFuture<PoolDescription> probe() {
		return this.pool.probe().thenApply((probed) -> describe());
	}

	/**
	 * What was done so far with values that are kept inside this instance.
	 * @return the numbers; empty if none are kept
	 */
	public Optional<NearCaching.Counts> near() {
		return Optional.ofNullable(this.pool.near()).map(NearCaching::counts);
	}

	@Override
	public String toString() {
		return "ShardedTemplate[" + name() + "]";
	}

}
