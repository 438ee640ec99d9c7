package dev.sm.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import dev.sm.coordination.consul.ConsulCoordinationStore.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.cloud.consul.ConsulAutoConfiguration;
import org.springframework.cloud.consul.ConsulProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Where Consul is, as Spring Cloud Consul is told. */
final class ConsulSettings {

	private static final String TLS = ConsulProperties.PREFIX + ".tls";

	/** Where Spring Cloud Consul looks for its token as well. */
	private static final List<String> TOKENS = List.of("spring.cloud.consul.token",
			"spring.cloud.consul.discovery.acl-token", "consul.token", "CONSUL_TOKEN");

	private ConsulSettings() {
	}

	static Settings of(Environment environment, Duration requestTimeout) {
		ConsulProperties consul = Binder.get(environment)
			.bind(ConsulProperties.PREFIX, ConsulProperties.class)
			.orElseGet(ConsulProperties::new);
		try {
			return new Settings(URI.create(ConsulAutoConfiguration.createConsulClientBaseUrl(consul)),
					token(environment), ssl(consul.getTls()), requestTimeout);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(ConsulProperties.PREFIX,
					InvalidPoolFailureAnalyzer.sentence(String.valueOf(ex.getMessage())),
					"Correct 'spring.cloud.consul.host', '.port', '.scheme' and '.path'.");
		}
	}

	static @Nullable String token(Environment environment) {
		return TOKENS.stream().map(environment::getProperty).filter(StringUtils::hasText).findFirst().orElse(null);
	}

	/** As Spring Cloud Consul reads the same properties. */
	private static @Nullable SSLContext ssl(ConsulProperties.@Nullable TLSConfig tls) {
		if (tls == null) {
			return null;
		}
		try {
			KeyStore own = (tls.getCertificatePath() != null) ? load(String.valueOf(tls.getKeyStoreInstanceType()),
					tls.getCertificatePath(), tls.getCertificatePassword()) : null;
			KeyStore trusted = (tls.getKeyStorePath() != null)
					? load("JKS", tls.getKeyStorePath(), tls.getKeyStorePassword()) : null;
			return SslBundle.of(SslStoreBundle.of(own, tls.getKeyStorePassword(), trusted)).createSslContext();
		}
		catch (IOException | GeneralSecurityException | IllegalStateException ex) {
			throw new InvalidPropertyException(TLS,
					"The keys and certificates of '" + TLS + "' cannot be read (" + ex.getMessage() + ").",
					"Correct the paths, types and passwords below '" + TLS + "'.");
		}
	}

	private static KeyStore load(String type, String path, @Nullable String password)
			throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(type);
		try (InputStream in = Files.newInputStream(Path.of(path))) {
			store.load(in, (password != null) ? password.toCharArray() : null);
		}
		return store;
	}

}
