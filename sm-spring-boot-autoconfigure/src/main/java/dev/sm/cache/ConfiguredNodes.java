package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a pool, as configured last. Nodes are added when the configuration is read
 * again; one that is not configured any more stays, holding nothing, until the next
 * start. Thread-safe.
 */
final class ConfiguredNodes {

	private volatile State state;

	ConfiguredNodes(PoolSettings settings, List<PoolNode> nodes) {
		this.state = new State(settings, List.copyOf(nodes));
	}

	PoolSettings settings() {
		return this.state.settings();
	}

	List<PoolNode> nodes() {
		return this.state.nodes();
	}

	/** One look at both. */
	State state() {
		return this.state;
	}

	/** Whether all nodes that hold keys in a phase are configured. */
	boolean know(Phase phase) {
		return phase.nodes().stream().allMatch((id) -> node(id));
	}

	private boolean node(String id) {
		return this.state.nodes().stream().anyMatch((node) -> node.id().equals(id));
	}

	void change(PoolSettings settings, List<PoolNode> added) {
		List<PoolNode> nodes = new ArrayList<>(this.state.nodes());
		nodes.addAll(added);
		this.state = new State(settings, List.copyOf(nodes));
	}

	/**
	 * Settings and the nodes that were made of them.
	 *
	 * @param settings the settings
	 * @param nodes the nodes, each at its position
	 */
	record State(PoolSettings settings, List<PoolNode> nodes) {

	}

}
