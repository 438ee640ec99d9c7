package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An immutable mapping of keys to nodes. It depends on its spec alone, so that every
 * instance with the same spec agrees, whatever it was before. Thread-safe and lock-free.
 */
public interface Continuum {

	/**
	 * The node of a key.
	 * @param key the key
	 * @return the name of the node
	 */
	String nodeFor(byte[] key);

	/**
	 * The node of a key.
	 * @param key the key, placed by its UTF-8 bytes
	 * @return the name of the node
	 */
	default String nodeFor(String key) {
		return nodeFor(key.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Distinct nodes for a key, in order of preference; where the spec gives zones, in
	 * different zones as far as there are enough. No node's coming, going or weight
	 * changes the order of two others, for an algorithm that moves nothing between nodes
	 * that stay.
	 * @param key the key, placed by its UTF-8 bytes
	 * @param count how many nodes are wanted, 1 or more
	 * @return the nodes, the first being {@link #nodeFor(String)}; fewer if there are
	 * fewer that can hold keys
	 */
	List<String> nodesFor(String key, int count);

	/**
	 * What this continuum was made of.
	 * @return the spec
	 */
	ContinuumSpec spec();

	/**
	 * The part of the key space that each node of the spec holds, exact where the
	 * algorithm can tell. An algorithm that does not say is taken to follow the weights.
	 * @return shares from 0 to 1 by name of node, in the spec's order
	 */
	default Map<String, Double> shares() {
		return Shares.byWeight(spec());
	}

	/**
	 * Why a key is where it is.
	 * @param key the key, placed by its UTF-8 bytes
	 * @return the explanation
	 */
	default Explanation explain(String key) {
		return new Explanation(key, nodesFor(key, Explanation.MAX_CANDIDATES), Map.of("algorithm", spec().algorithm()));
	}

	/**
	 * Makes a continuum with one of the algorithms of sm.
	 * @param spec algorithm, nodes and weights
	 * @return the continuum
	 * @throws UnknownAlgorithmException if sm has no such algorithm
	 * @throws IllegalArgumentException if the algorithm cannot make a continuum of this
	 * spec
	 * @see ContinuumAlgorithms
	 */
	static Continuum of(ContinuumSpec spec) {
		return ContinuumAlgorithms.builtIn().create(spec);
	}

}
