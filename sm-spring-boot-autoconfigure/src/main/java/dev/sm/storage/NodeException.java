package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * A node did not do what it was asked. Messages name the node by its id, never by a URL
 * with secrets.
 */
@SuppressWarnings("serial")
public class NodeException extends RuntimeException {

	public NodeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
