package dev.sm.coordination.etcd;

import io.grpc.Status;

/**
 * What etcd means by its errors.
 */
final class EtcdErrors {

	private EtcdErrors() {
	}

	static boolean isLeaseNotFound(Status status) {
		return status.getCode() == Status.Code.NOT_FOUND && description(status).contains("lease not found");
	}

	/**
	 * Whether a request was refused, before anything was done, because its token is no
	 * longer good: it may be sent again with a new one.
	 * @param status the status
	 * @return whether a new token is needed
	 */
	static boolean isTokenRefused(Status status) {
		String description = description(status);
		return description.contains("invalid auth token") || description.contains("revision of auth store is old")
				|| description.contains("user name is empty");
	}

	static boolean isAuthenticationDisabled(Status status) {
		return description(status).contains("authentication is not enabled");
	}

	static boolean isMessageTooLarge(Status status) {
		return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
				&& description(status).contains("exceeds maximum size");
	}

	static String description(Status status) {
		return (status.getDescription() != null) ? status.getDescription() : "";
	}

	/**
	 * Says what happened in one line for people.
	 * @param status the status
	 * @return the code, the description and the innermost cause
	 */
	static String explain(Status status) {
		StringBuilder text = new StringBuilder(status.getCode().name());
		if (status.getDescription() != null) {
			text.append(": ").append(status.getDescription());
		}
		Throwable cause = status.getCause();
		while (cause != null && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause != null && cause.getMessage() != null) {
			text.append(" (").append(cause.getMessage()).append(")");
		}
		return text.toString();
	}

}
