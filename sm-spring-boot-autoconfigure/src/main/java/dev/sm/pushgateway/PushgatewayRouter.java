package dev.sm.pushgateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import org.jspecify.annotations.Nullable;

/**
 * Knows which gateway takes a group at present. Thread-safe; reads never block.
 */
public final class PushgatewayRouter {

	private final Algorithm algorithm;

	private volatile Topology topology = new Topology(Ring.EMPTY, null, 0);

	/**
	 * Creates a router that knows no gateways yet.
	 * @param algorithm makes a continuum of gateways and weights
	 */
	public PushgatewayRouter(Algorithm algorithm) {
		this.algorithm = algorithm;
	}

	void use(Ring ring, long revision) {
		Topology before = this.topology;
		Continuum continuum = ring.members().equals(before.ring.members()) ? before.continuum : continuum(ring);
		this.topology = new Topology(ring, continuum, revision);
	}

	private @Nullable Continuum continuum(Ring ring) {
		Map<String, Integer> weights = new TreeMap<>(ring.members());
		if (weights.values().stream().allMatch((weight) -> weight == 0)) {
			weights.replaceAll((node, weight) -> 1);
		}
		return weights.isEmpty() ? null : this.algorithm.create(weights);
	}

	/**
	 * The gateway that takes a group.
	 * @param key the group
	 * @return host and port; empty while no gateway is known
	 */
	public Optional<String> nodeFor(GroupKey key) {
		Continuum continuum = this.topology.continuum;
		return (continuum != null) ? Optional.of(continuum.nodeFor(key.canonical())) : Optional.empty();
	}

	/**
	 * The gateways that a group prefers.
	 * @param key the group
	 * @param count how many
	 * @return host and port each, the one that takes it first
	 */
	public List<String> nodesFor(GroupKey key, int count) {
		Topology present = this.topology;
		return (present.continuum != null)
				? present.continuum.nodesFor(key.canonical(), Math.min(count, present.ring.members().size()))
				: List.of();
	}

	/**
	 * Which gateways take groups.
	 * @return the ring
	 */
	public Ring ring() {
		return this.topology.ring;
	}

	long revision() {
		return this.topology.revision;
	}

	/** Makes a continuum. */
	@FunctionalInterface
	public interface Algorithm {

		/**
		 * Makes a continuum.
		 * @param weights the gateways with their weights, at least one above 0
		 * @return the continuum
		 */
		Continuum create(Map<String, Integer> weights);

		/**
		 * An algorithm of sm's own.
		 * @param name its name
		 * @return makes continua of it
		 */
		static Algorithm named(String name) {
			return (weights) -> Continuum.of(new ContinuumSpec(name, weights, null, null));
		}

	}

	private record Topology(Ring ring, @Nullable Continuum continuum, long revision) {

	}

}
