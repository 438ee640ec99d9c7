package dev.sm.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/** Where etcd is, as the properties say. */
final class PropertiesEtcdConnectionDetails implements EtcdConnectionDetails {

	private final CoordinationProperties.Etcd properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesEtcdConnectionDetails(CoordinationProperties.Etcd properties, @Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public List<URI> getEndpoints() {
		return this.properties.endpoints().stream().map(PropertiesEtcdConnectionDetails::uri).toList();
	}

	private static URI uri(String endpoint) {
		try {
			return new URI(endpoint.trim());
		}
		catch (URISyntaxException ex) {
			throw new InvalidPropertyException("sm.coordination.etcd.endpoints",
					"An endpoint in 'sm.coordination.etcd.endpoints' is not a URL (" + ex.getReason() + ").",
					"Set 'sm.coordination.etcd.endpoints' to URLs such as 'http://localhost:2379'.");
		}
	}

	@Override
	public @Nullable String getUsername() {
		return text(this.properties.username());
	}

	@Override
	public @Nullable String getPassword() {
		return text(this.properties.password());
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String bundle = this.properties.ssl().bundle();
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		return SslBundleCheck.requireBundle("sm.coordination.etcd.ssl.bundle", bundle, this.sslBundles)
			.getBundle(bundle);
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

}
