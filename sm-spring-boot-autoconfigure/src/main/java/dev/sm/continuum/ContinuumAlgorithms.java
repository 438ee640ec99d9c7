package dev.sm.continuum;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The algorithms by name: those of sm and any that an application adds. Immutable and
 * thread-safe.
 */
public final class ContinuumAlgorithms {

	private static final ContinuumAlgorithms BUILT_IN = new ContinuumAlgorithms(List.of());

	private final SortedMap<String, ContinuumAlgorithm> byName = new TreeMap<>();

	/**
	 * The algorithms of sm and more.
	 * @param more what an application adds
	 * @throws IllegalArgumentException if two algorithms have one name: which of them
	 * places the keys would be chance
	 */
	public ContinuumAlgorithms(Collection<? extends ContinuumAlgorithm> more) {
		add(new WeightedAlgorithm());
		add(new JumpAlgorithm());
		KetamaClient.ALL.forEach(this::add);
		add(new StaticAlgorithm());
		add(new DynamicShardingAlgorithm());
		add(new RedisClusterAlgorithm());
		more.forEach(this::add);
	}

	private void add(ContinuumAlgorithm algorithm) {
		ContinuumAlgorithm other = this.byName.putIfAbsent(algorithm.name(), algorithm);
		if (other != null) {
			throw new IllegalArgumentException("Continuum algorithm '" + algorithm.name() + "' is both "
					+ other.getClass().getName() + " and " + algorithm.getClass().getName() + ", names must differ");
		}
	}

	/**
	 * The algorithms of sm alone.
	 * @return the algorithms
	 */
	public static ContinuumAlgorithms builtIn() {
		return BUILT_IN;
	}

	/**
	 * The names by which specs choose an algorithm.
	 * @return the names, sorted
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.byName.keySet());
	}

	/**
	 * Whether the order of nodes says where keys are.
	 * @param algorithm the name of an algorithm
	 * @return {@code true} if there is such an algorithm and order matters to it
	 * @see ContinuumAlgorithm#ordered()
	 */
	public boolean ordered(String algorithm) {
		ContinuumAlgorithm known = this.byName.get(algorithm);
		return known != null && known.ordered();
	}

	/**
	 * Makes a continuum with the algorithm that its spec names.
	 * @param spec algorithm, nodes and weights
	 * @return the continuum
	 * @throws UnknownAlgorithmException if there is no such algorithm
	 * @throws IllegalArgumentException if the algorithm cannot make one of this spec
	 */
	public Continuum create(ContinuumSpec spec) {
		ContinuumAlgorithm algorithm = this.byName.get(spec.algorithm());
		if (algorithm == null) {
			throw new UnknownAlgorithmException(spec.algorithm(), this.byName.keySet());
		}
		return algorithm.create(spec);
	}

}
