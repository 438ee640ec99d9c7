package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * A node answered that it cannot execute a command; trying again would not help.
 */
@SuppressWarnings("serial")
public class NodeCommandException extends NodeException {

	public NodeCommandException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
