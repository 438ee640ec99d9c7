package dev.sm.sample;

/**
 * A request reached an instance that does not own its shard (any longer); nothing was
 * done.
 */
@SuppressWarnings("serial")
class NotOwnerException extends RuntimeException {

	NotOwnerException(String message) {
		super(message);
	}

	NotOwnerException(String message, Throwable cause) {
		super(message, cause);
	}

}
