package dev.sm.autoconfigure;

/** Every instance would have its own memory in place of one that they share. */
@SuppressWarnings("serial")
final class PrivateNodesException extends StartFailureException {

	private PrivateNodesException(String description, String action) {
		super(description, action, null);
	}

	static PrivateNodesException configured(String pool, String node) {
		String key = PoolPropertyChecks.PREFIX + pool;
		return new PrivateNodesException(
				"The node '" + node + "' of the pool '" + pool
						+ "' is memory inside each JVM, and instances coordinate through a store that they share: "
						+ "each would read and write a node of its own.",
				"Set '" + key + ".nodes." + node
						+ ".url' to a server that all instances share, such as redis://HOST:6379, or set '" + key
						+ ".allow-private-nodes' to true.");
	}

	static PrivateNodesException unconfigured(String pool) {
		String key = PoolPropertyChecks.PREFIX + pool;
		return new PrivateNodesException(
				"The pool '" + pool + "' is used and not configured, so that it would be memory inside each JVM, and "
						+ "instances coordinate through a store that they share: "
						+ "each would read and write a node of its own.",
				"Set '" + key
						+ ".nodes.n1.url' to a server that all instances share, such as redis://HOST:6379, or set it to "
						+ "memory: and '" + key + ".allow-private-nodes' to true.");
	}

}
