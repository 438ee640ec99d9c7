package dev.sm.cache;

/**
 * An algorithm numbers its nodes, and a node has no number.
 */
@SuppressWarnings("serial")
public class MissingIndexException extends InvalidPoolException {

	private final String node;

	private final String algorithm;

	public MissingIndexException(String pool, String node, String algorithm) {
		super(pool, "algorithm '" + algorithm + "' numbers its nodes, and node '" + node + "' has no 'index'");
		this.node = node;
		this.algorithm = algorithm;
	}

	public String getNode() {
		return this.node;
	}

	public String getAlgorithm() {
		return this.algorithm;
	}

}
