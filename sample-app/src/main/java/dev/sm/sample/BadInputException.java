package dev.sm.sample;

/**
 * Something from outside cannot be used.
 */
@SuppressWarnings("serial")
class BadInputException extends RuntimeException {

	BadInputException(String message) {
		super(message);
	}

}
