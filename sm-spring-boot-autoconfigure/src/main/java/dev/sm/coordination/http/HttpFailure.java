package dev.sm.coordination.http;

import org.springframework.http.HttpStatus;

/**
 * A request cannot be answered as it was meant.
 */
@SuppressWarnings("serial")
final class HttpFailure extends RuntimeException {

	private final HttpStatus status;

	HttpFailure(HttpStatus status, String message) {
		super(message);
		this.status = status;
	}

	HttpStatus status() {
		return this.status;
	}

}
