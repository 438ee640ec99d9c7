package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of a node cannot be used.
 */
@SuppressWarnings("serial")
public class InvalidNodeException extends IllegalArgumentException {

	private final String node;

	public InvalidNodeException(String node, String message, @Nullable Throwable cause) {
		super("node '" + node + "': " + message, cause);
		this.node = node;
	}

	public String getNode() {
		return this.node;
	}

}
