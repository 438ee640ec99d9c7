package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A continuum that places a key by a hash of 64 bits alone. Nodes are numbers inside.
 */
abstract class HashedContinuum implements Continuum {

	private final ContinuumSpec spec;

	private final KeyHash hash;

	private final @Nullable HashTag tag;

	private final String[] names;

	HashedContinuum(ContinuumSpec spec, KeyHash hash, String[] names) {
		this(spec, hash, names, spec.hashTag());
	}

	HashedContinuum(ContinuumSpec spec, KeyHash hash, String[] names, @Nullable String tag) {
		this.spec = spec;
		this.hash = hash;
		this.tag = (tag != null) ? HashTag.parse(tag) : null;
		this.names = names;
	}

	/**
	 * The node of a hash.
	 */
	abstract int node(long hash);

	/**
	 * Distinct nodes for a hash in order of preference, as many as there are at most.
	 */
	abstract int[] nodes(long hash, int count);

	/**
	 * Says where the hash leads, in the words of the algorithm.
	 */
	abstract void describe(long hash, Map<String, String> why);

	/**
	 * Adds up exactly what another continuum places elsewhere.
	 * @return {@code false}, with nothing added, if the other is of another kind
	 */
	abstract boolean tally(Continuum to, MoveTally tally);

	@Override
	public String nodeFor(byte[] key) {
		return this.names[node(hash(key))];
	}

	@Override
	public List<String> nodesFor(String key, int count) {
		if (count < 1) {
			throw new IllegalArgumentException(count + " nodes are wanted for a key, must be 1 or more");
		}
		if (this.spec.zones().isEmpty()) {
			return names(nodes(hash(key), count));
		}
		return ZoneSpread.choose(names(nodes(hash(key), this.names.length)), this.spec.zones(), count);
	}

	private List<String> names(int[] nodes) {
		return Arrays.stream(nodes).mapToObj((node) -> this.names[node]).toList();
	}

	@Override
	public ContinuumSpec spec() {
		return this.spec;
	}

	@Override
	public Explanation explain(String key) {
		Map<String, String> why = new LinkedHashMap<>();
		why.put("algorithm", this.spec.algorithm());
		why.put("hash", String.format("%016x", hash(key)));
		describe(hash(key), why);
		return new Explanation(key, nodesFor(key, Explanation.MAX_CANDIDATES), why);
	}

	@Override
	public String toString() {
		return this.spec.toString();
	}

	final String name(int node) {
		return this.names[node];
	}

	private long hash(String key) {
		return hash(key.getBytes(StandardCharsets.UTF_8));
	}

	private long hash(byte[] key) {
		return (this.tag != null) ? this.tag.hash(this.hash, key) : this.hash.hash(key, 0, key.length);
	}

}
