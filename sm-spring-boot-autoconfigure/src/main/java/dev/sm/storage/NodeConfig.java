package dev.sm.storage;

import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Where a node is and how to reach it. {@link #toString()} tells no secret.
 *
 * @param id the node's id in its pool, for messages
 * @param url the URL, which may carry a user and a password
 * @param username the user, or {@code null} for the URL's or none
 * @param password the password, or {@code null} for the URL's or none
 * @param timeout how long a command may take at most
 * @param ssl how to make a TLS context, or {@code null} for the JVM's own
 * @param guard decides whether a new connection may be used, or {@code null} if each may
 */
public record NodeConfig(String id, String url, @Nullable String username, @Nullable String password, Duration timeout,
		@Nullable Supplier<SSLContext> ssl, @Nullable ConnectionGuard guard) {

	public NodeConfig {
		if (id.isEmpty()) {
			throw new IllegalArgumentException("'id' of a node must not be empty");
		}
		if (timeout.isZero() || timeout.isNegative()) {
			throw new IllegalArgumentException("'timeout' of node '" + id + "' must be positive (was " + timeout + ")");
		}
	}

	/**
	 * A node whose connections may always be used.
	 * @param id the node's id in its pool, for messages
	 * @param url the URL
	 * @param username the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @param timeout how long a command may take at most
	 * @param ssl how to make a TLS context, or {@code null}
	 */
	public NodeConfig(String id, String url, @Nullable String username, @Nullable String password, Duration timeout,
			@Nullable Supplier<SSLContext> ssl) {
		this(id, url, username, password, timeout, ssl, null);
	}

	@Override
	public String toString() {
		return "NodeConfig[id=" + this.id + ", timeout=" + this.timeout + "]";
	}

}
