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
	 * Makes a continuum.
	 * @param spec nodes and weights
	 * @return the continuum
	 * @throws IllegalArgumentException if the algorithm cannot make one of this spec
	 */
	Continuum create(ContinuumSpec spec);

}
