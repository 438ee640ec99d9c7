package dev.sm.handler;

import org.jspecify.annotations.Nullable;

/**
 * A shard handler's methods cannot be called as they are written.
 */
@SuppressWarnings("serial")
public class InvalidShardHandlerException extends IllegalStateException {

	private final Class<?> handlerType;

	private final @Nullable String method;

	private final String reason;

	public InvalidShardHandlerException(Class<?> handlerType, @Nullable String method, String reason) {
		super("shard handler '" + handlerType.getName() + "'" + ((method != null) ? ", method '" + method + "'" : "")
				+ ": " + reason);
		this.handlerType = handlerType;
		this.method = method;
		this.reason = reason;
	}

	public Class<?> getHandlerType() {
		return this.handlerType;
	}

	/**
	 * The method that is wrong.
	 * @return its name and parameter types, or {@code null} if it is the class
	 */
	public @Nullable String getMethod() {
		return this.method;
	}

	/**
	 * What is wrong and what it must be.
	 * @return the reason, without class and method
	 */
	public String getReason() {
		return this.reason;
	}

}
