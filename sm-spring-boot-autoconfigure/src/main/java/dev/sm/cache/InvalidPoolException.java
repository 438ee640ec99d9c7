package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * A pool cannot be made of its configuration.
 */
@SuppressWarnings("serial")
public class InvalidPoolException extends IllegalArgumentException {

	private final String pool;

	public InvalidPoolException(String pool, String message) {
		this(pool, message, null);
	}

	public InvalidPoolException(String pool, String message, @Nullable Throwable cause) {
		super("pool '" + pool + "': " + message, cause);
		this.pool = pool;
	}

	public String getPool() {
		return this.pool;
	}

}
