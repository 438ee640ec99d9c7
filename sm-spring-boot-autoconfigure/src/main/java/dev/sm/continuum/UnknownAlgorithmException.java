package dev.sm.continuum;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Thrown when a spec names an algorithm that nobody registered.
 */
public class UnknownAlgorithmException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String algorithm;

	private final TreeSet<String> known;

	/**
	 * Creates the exception.
	 * @param algorithm the name that was asked for
	 * @param known the names that there are
	 */
	public UnknownAlgorithmException(String algorithm, Collection<String> known) {
		super("Continuum algorithm '" + ContinuumSpec.printable(algorithm) + "' is unknown, must be one of "
				+ String.join(", ", new TreeSet<>(known)));
		this.algorithm = algorithm;
		this.known = new TreeSet<>(known);
	}

	/**
	 * The name that was asked for.
	 * @return the name
	 */
	public String algorithm() {
		return this.algorithm;
	}

	/**
	 * The names that there are.
	 * @return the names, sorted
	 */
	public SortedSet<String> known() {
		return new TreeSet<>(this.known);
	}

}
