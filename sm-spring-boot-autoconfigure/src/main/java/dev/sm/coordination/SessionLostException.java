package dev.sm.coordination;

/**
 * A session has ended: it was closed, or was not renewed in time. Final for that session.
 */
@SuppressWarnings("serial")
public class SessionLostException extends CoordinationException {

	public SessionLostException(String sessionId) {
		super("session '" + sessionId + "' has ended; it must be opened anew");
	}

}
