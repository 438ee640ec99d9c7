package dev.sm.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The start fails because of something that whoever configured the application can
 * change. The message tells what is wrong, and no secret.
 */
@SuppressWarnings("serial")
abstract class StartFailureException extends RuntimeException {

	private final String action;

	StartFailureException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	/**
	 * What to change.
	 * @return the property or bean to change, and how
	 */
	final String getAction() {
		return this.action;
	}

}
