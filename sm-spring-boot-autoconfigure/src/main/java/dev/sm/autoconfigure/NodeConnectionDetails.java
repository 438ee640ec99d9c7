package dev.sm.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where one node of a pool is. A bean of this type stands for the {@code url},
 * {@code username}, {@code password}, {@code ssl} and {@code read-from} of that node in
 * the configuration, so that a container can be a node; weight, label and index stay the
 * configuration's. There can be as many beans as there are nodes. Nodes of a pool that
 * has none in the configuration are those that beans are for.
 * <p>
 * What the methods return is read once, when pools are made.
 */
public interface NodeConnectionDetails extends ConnectionDetails {

	/**
	 * The pool that the node is in.
	 * @return the pool's name, or {@code null} for the pool that an unqualified injection
	 * gets: {@code default}, or the only one
	 */
	default @Nullable String getPool() {
		return null;
	}

	/**
	 * The node.
	 * @return the node's id in its pool, or {@code null} for the only one in the
	 * configuration that is a Redis server or has no URL
	 */
	default @Nullable String getNode() {
		return null;
	}

	/**
	 * Where the node is.
	 * @return a URL as in the configuration, such as {@code redis://localhost:6379}
	 */
	String getUrl();

	/**
	 * The user.
	 * @return the user, or {@code null} for the URL's or none
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * The password.
	 * @return the password, or {@code null} for the URL's or none
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * How to make a TLS context; whether TLS is used is the URL's matter.
	 * @return the bundle, or {@code null} for the JVM's own certificates
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * Details of a node without credentials in the pool that an unqualified injection
	 * gets.
	 * @param node the node's id
	 * @param url where it is
	 * @return the details
	 */
	static NodeConnectionDetails of(String node, String url) {
		return new NodeConnectionDetails() {

			@Override
			public String getNode() {
				return node;
			}

			@Override
			public String getUrl() {
				return url;
			}

		};
	}

}
