package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.List;

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
	 * Distinct nodes for a key, in order of preference.
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
	 * Makes a continuum.
	 * @param spec algorithm, nodes and weights
	 * @return the continuum
	 * @throws IllegalArgumentException if there is no such algorithm, or it cannot make a
	 * continuum of this spec
	 */
	static Continuum of(ContinuumSpec spec) {
		throw new IllegalStateException("no algorithm is built yet");
	}

}
