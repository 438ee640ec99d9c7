package dev.sm.coordination;

import org.jspecify.annotations.Nullable;

/**
 * The coordination store refused a request or did not answer it.
 */
@SuppressWarnings("serial")
public class CoordinationException extends RuntimeException {

	public CoordinationException(String message) {
		super(message);
	}

	public CoordinationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
