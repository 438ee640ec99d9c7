package dev.sm.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who may write to endpoints that can be written to.
 *
 * @param role the role that it takes, or {@code null} for none
 */
public record Operators(@Nullable String role) {

	/** Whoever reaches the endpoint. */
	public static final Operators ANYBODY = new Operators(null);

	/**
	 * Refuses whoever has not the role. JMX, which knows no roles, has access rules of
	 * its own.
	 * @param user who asks
	 * @throws NotAllowedException if it may not
	 */
	void check(SecurityContext user) {
		if (this.role != null && user != SecurityContext.NONE && !user.isUserInRole(this.role)) {
			throw new NotAllowedException("writing takes the role '" + this.role + "'");
		}
	}

	/** Somebody may not do what he asks for. */
	@SuppressWarnings("serial")
	static final class NotAllowedException extends RuntimeException {

		private NotAllowedException(String message) {
			super(message);
		}

	}

}
