package dev.sm.console;

/**
 * Thrown when a browser is not told what there is to see.
 */
@SuppressWarnings("serial")
final class TooManyViewersException extends RuntimeException {

	TooManyViewersException(String message) {
		super(message);
	}

}
