package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a continuum is made of: an algorithm, nodes with weights in order, and for
 * algorithms that take them a hash and a hash tag. Immutable.
 * <p>
 * Two specs are equal when they place every key alike by their form: the order of nodes
 * counts, except for {@code weighted}, to which it means nothing.
 *
 * @param algorithm the name of the algorithm
 * @param nodes the weight of each node by name, ordered: at most 100,000 nodes, names of
 * 1 to 200 characters without control characters, weights from 0 (holds nothing) to
 * 1,000,000
 * @param hash the name of the hash function, or {@code null} for the algorithm's own
 * @param hashTag two printable ASCII characters that enclose the part of a key that is
 * hashed, or {@code null} for none
 * @param zones the zone of each node that has one, by name of the node: it decides which
 * further nodes a key has, not which is its first
 */
public record ContinuumSpec(String algorithm, Map<String, Integer> nodes, @Nullable String hash,
		@Nullable String hashTag, Map<String, String> zones) {

	/**
	 * The largest weight of a node.
	 */
	public static final int MAX_WEIGHT = 1_000_000;

	/**
	 * The most nodes that a spec may name.
	 */
	public static final int MAX_NODES = 100_000;

	private static final int MAX_NAME = 200;

	/**
	 * Checks and copies.
	 * @throws IllegalArgumentException if a name, a weight, the number of nodes, the hash
	 * tag or a zone is not what it must be
	 */
	public ContinuumSpec {
		if (algorithm.isBlank()) {
			throw new IllegalArgumentException("The algorithm of a continuum is blank, must be a name");
		}
		if (hash != null && hash.isBlank()) {
			throw new IllegalArgumentException("The hash of a continuum is blank, must be a name or absent");
		}
		if (nodes.size() > MAX_NODES) {
			throw new IllegalArgumentException(
					"A continuum has " + nodes.size() + " nodes, must have at most " + MAX_NODES);
		}
		nodes.forEach(ContinuumSpec::check);
		if (hashTag != null) {
			HashTag.parse(hashTag);
		}
		nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
		zones = Map.copyOf(zones);
		for (Map.Entry<String, String> zone : zones.entrySet()) {
			if (!nodes.containsKey(zone.getKey()) || zone.getValue().isBlank()) {
				throw new IllegalArgumentException("Zone '" + printable(zone.getValue()) + "' is that of node '"
						+ printable(zone.getKey()) + "', must not be blank and be that of a node of the continuum");
			}
		}
	}

	/**
	 * A spec without zones.
	 * @param algorithm the name of the algorithm
	 * @param nodes the weight of each node by name, ordered
	 * @param hash the name of the hash function, or {@code null} for the algorithm's own
	 * @param hashTag two characters, or {@code null} for none
	 */
	public ContinuumSpec(String algorithm, Map<String, Integer> nodes, @Nullable String hash,
			@Nullable String hashTag) {
		this(algorithm, nodes, hash, hashTag, Map.of());
	}

	private static void check(String node, Integer weight) {
		if (node.isEmpty() || node.length() > MAX_NAME) {
			throw new IllegalArgumentException("Node '" + printable(node) + "' has a name of " + node.length()
					+ " characters, must have 1 to " + MAX_NAME);
		}
		if (node.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException(
					"Node '" + printable(node) + "' has a control character in its name, must have none");
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(node)) {
			throw new IllegalArgumentException(
					"Node '" + printable(node) + "' has half a surrogate pair in its name, must be valid Unicode");
		}
		if (weight < 0 || weight > MAX_WEIGHT) {
			throw new IllegalArgumentException(
					"Node '" + node + "' has weight " + weight + ", must be 0 to " + MAX_WEIGHT);
		}
	}

	// input from outside ends up in logs: no line breaks, no endless names
	static String printable(String text) {
		String start = (text.length() > MAX_NAME) ? text.substring(0, MAX_NAME) + "..." : text;
		StringBuilder printable = new StringBuilder(start.length());
		for (char c : start.toCharArray()) {
			if (Character.isISOControl(c) || Character.isSurrogate(c)) {
				printable.append(String.format("\\u%04x", (int) c));
			}
			else {
				printable.append(c);
			}
		}
		return printable.toString();
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
		return new ContinuumSpec(this.algorithm, changed, this.hash, this.hashTag, this.zones);
	}

	/**
	 * This spec without a node.
	 * @param node the name of the node
	 * @return the new spec
	 */
	public ContinuumSpec without(String node) {
		Map<String, Integer> changed = new LinkedHashMap<>(this.nodes);
		changed.remove(node);
		Map<String, String> left = new HashMap<>(this.zones);
		left.remove(node);
		return new ContinuumSpec(this.algorithm, changed, this.hash, this.hashTag, left);
	}

	/**
	 * This spec with a zone for one of its nodes: the nodes that a key has are then in
	 * different zones as far as there are enough. A node without a zone is a zone of its
	 * own.
	 * @param node the name of the node
	 * @param zone the name of the zone
	 * @return the new spec
	 * @throws IllegalArgumentException if the spec has no such node or the zone is blank
	 */
	public ContinuumSpec zone(String node, String zone) {
		Map<String, String> changed = new HashMap<>(this.zones);
		changed.put(node, zone);
		return new ContinuumSpec(this.algorithm, this.nodes, this.hash, this.hashTag, changed);
	}

	/**
	 * This spec with a hash function.
	 * @param hash its name
	 * @return the new spec
	 */
	public ContinuumSpec hash(String hash) {
		return new ContinuumSpec(this.algorithm, this.nodes, hash, this.hashTag, this.zones);
	}

	/**
	 * This spec with a hash tag.
	 * @param hashTag two characters, such as <code>{}</code>
	 * @return the new spec
	 */
	public ContinuumSpec hashTag(String hashTag) {
		return new ContinuumSpec(this.algorithm, this.nodes, this.hash, hashTag, this.zones);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ContinuumSpec that && this.algorithm.equals(that.algorithm)
				&& this.nodes.equals(that.nodes) && Objects.equals(this.hash, that.hash)
				&& Objects.equals(this.hashTag, that.hashTag) && this.zones.equals(that.zones)
				&& (orderMeansNothing() || sameOrder(that));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.algorithm, this.nodes, this.hash, this.hashTag, this.zones);
	}

	private boolean orderMeansNothing() {
		return WeightedAlgorithm.NAME.equals(this.algorithm);
	}

	private boolean sameOrder(ContinuumSpec that) {
		return new ArrayList<>(this.nodes.keySet()).equals(new ArrayList<>(that.nodes.keySet()));
	}

}
