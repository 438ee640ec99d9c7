package dev.sm.autoconfigure;

import java.util.List;

/** Several beans tell where one node is. */
@SuppressWarnings("serial")
final class AmbiguousNodeException extends StartFailureException {

	AmbiguousNodeException(String pool, String node, List<String> beans) {
		super("The node '" + node + "' of the pool '" + pool + "' has several connection details: the beans '"
				+ String.join("' and '", beans) + "'.",
				"Keep one of the beans '" + String.join("' and '", beans)
						+ "', or let each tell another 'getNode()' or 'getPool()'.",
				null);
	}

}
