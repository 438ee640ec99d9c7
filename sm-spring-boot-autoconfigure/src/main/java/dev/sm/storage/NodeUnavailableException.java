package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * No answer came from a node: it is down, unreachable or too slow. Whether the command
 * was executed is unknown, except that it was not if the connection never stood.
 */
@SuppressWarnings("serial")
public class NodeUnavailableException extends NodeException {

	public NodeUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
