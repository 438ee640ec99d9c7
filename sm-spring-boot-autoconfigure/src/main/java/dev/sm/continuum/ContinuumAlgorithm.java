package dev.sm.continuum;

/**
 * Makes continua of one kind. A bean of this type adds an algorithm to those that sm
 * knows.
 */
public interface ContinuumAlgorithm {

	/**
	 * The name by which specs and configuration choose this algorithm.
	 * @return the name
	 */
	String name();

	/**
	 * Whether the order of a spec's nodes says where keys are, so that configuration,
	 * which has no order, must number them.
	 * @return {@code true} if order matters
	 */
	default boolean ordered() {
		return false;
	}

	/**
	 * Makes a continuum.
	 * @param spec nodes and weights
	 * @return the continuum
	 * @throws IllegalArgumentException if the algorithm cannot make one of this spec
	 */
	Continuum create(ContinuumSpec spec);

}
