package dev.sm.continuum;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a continuum is made of: an algorithm, nodes with weights in order, and for
 * algorithms that take them a hash and a hash tag. Immutable.
 *
 * @param algorithm the name of the algorithm
 * @param nodes the weight of each node by name, ordered
 * @param hash the name of the hash function, or {@code null} for the algorithm's own
 * @param hashTag two characters that enclose the part of a key that is hashed, or
 * {@code null} for none
 */
public record ContinuumSpec(String algorithm, Map<String, Integer> nodes, @Nullable String hash,
		@Nullable String hashTag) {

	public ContinuumSpec {
		nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
	}

	/**
	 * A spec without nodes.
	 * @param algorithm the name of the algorithm
	 * @return the spec
	 */
	public static ContinuumSpec of(String algorithm) {
		return new ContinuumSpec(algorithm, Map.of(), null, null);
	}

	/**
	 * This spec with a node added, or with another weight for it.
	 * @param node the name of the node
	 * @param weight its weight: 0 (holds nothing) to 1,000,000
	 * @return the new spec
	 */
	public ContinuumSpec with(String node, int weight) {
		Map<String, Integer> changed = new LinkedHashMap<>(this.nodes);
		changed.put(node, weight);
		return new ContinuumSpec(this.algorithm, changed, this.hash, this.hashTag);
	}

	/**
	 * This spec without a node.
	 * @param node the name of the node
	 * @return the new spec
	 */
	public ContinuumSpec without(String node) {
		Map<String, Integer> changed = new LinkedHashMap<>(this.nodes);
		changed.remove(node);
		return new ContinuumSpec(this.algorithm, changed, this.hash, this.hashTag);
	}

	/**
	 * This spec with a hash function.
	 * @param hash its name
	 * @return the new spec
	 */
	public ContinuumSpec hash(String hash) {
		return new ContinuumSpec(this.algorithm, this.nodes, hash, this.hashTag);
	}

	/**
	 * This spec with a hash tag.
	 * @param hashTag two characters, such as <code>{}</code>
	 * @return the new spec
	 */
	public ContinuumSpec hashTag(String hashTag) {
		return new ContinuumSpec(this.algorithm, this.nodes, this.hash, hashTag);
	}

}
