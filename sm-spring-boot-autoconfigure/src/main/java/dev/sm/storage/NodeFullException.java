package dev.sm.storage;

import org.jspecify.annotations.Nullable;

/**
 * A node answered that it cannot take a write, for want of memory, of a disk that it can
 * write to, or of copies that it must have. Nothing was written; what it has can be read.
 */
@SuppressWarnings("serial")
public final class NodeFullException extends NodeCommandException {

	public NodeFullException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
