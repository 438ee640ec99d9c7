package dev.sm.cache;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A pool asks for a continuum algorithm that does not exist.
 */
@SuppressWarnings("serial")
public class UnknownAlgorithmException extends InvalidPoolException {

	private final String algorithm;

	private final List<String> known;

	public UnknownAlgorithmException(String pool, String algorithm, Collection<String> known) {
		super(pool, "'continuum' is '" + algorithm + "'; it must be one of " + String.join(", ", new TreeSet<>(known)));
		this.algorithm = algorithm;
		this.known = List.copyOf(new TreeSet<>(known));
	}

	public String getAlgorithm() {
		return this.algorithm;
	}

	public List<String> getKnown() {
		return this.known;
	}

}
