package dev.sm.autoconfigure;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the etcd is that instances coordinate through. A bean of this type stands for all
 * properties below {@code sm.coordination.etcd}, and chooses etcd where
 * {@code sm.coordination.type} chooses nothing else. Several beans are members of one
 * cluster: their endpoints are joined, the rest is the first one's.
 * <p>
 * What the methods return is read once, when the store is made.
 */
public interface EtcdConnectionDetails extends ConnectionDetails {

	/**
	 * The endpoints.
	 * @return URLs with scheme {@code http} or {@code https}, host and port; at least one
	 */
	List<URI> getEndpoints();

	/**
	 * The user.
	 * @return the user, or {@code null} for none
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * The password of the user.
	 * @return the password, or {@code null} for none
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * How to make a TLS context for endpoints with scheme {@code https}.
	 * @return the bundle, or {@code null} for the JVM's own certificates
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
