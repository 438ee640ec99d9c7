package dev.sm.routing.web;

/**
 * The owner's answer broke after its begin was sent on. It is to reach the container,
 * which then closes the connection, so that the client sees that the answer is
 * incomplete. It has no cause, since Spring MVC would take one for a client that has
 * gone.
 */
@SuppressWarnings("serial")
final class BrokenAnswerException extends RuntimeException {

	BrokenAnswerException(String message) {
		super(message);
	}

}
