package dev.sm.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import javax.net.ssl.SSLContext;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.etcd.EtcdCoordinationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** Coordination on etcd. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnCoordination(CoordinationType.ETCD)
@ConditionalOnClass(name = { "io.etcd.jetcd.api.LeaseGrpc", "io.grpc.netty.NettyChannelBuilder" })
@ConditionalOnMissingBean(CoordinationStore.class)
class EtcdCoordinationConfiguration {

	@Bean(destroyMethod = "close")
	EtcdCoordinationStore coordinationStore(SmProperties properties, ObjectProvider<SslBundles> sslBundles) {
		CoordinationProperties.Etcd etcd = properties.coordination().etcd();
		List<URI> endpoints = etcd.endpoints().stream().map(EtcdCoordinationConfiguration::uri).toList();
		SSLContext ssl = ssl(etcd.ssl().bundle(), sslBundles.getIfAvailable());
		try {
			return new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(endpoints, text(etcd.username()),
					text(etcd.password()), ssl, RequestTimeout.of(properties.coordination().sessionTtl())));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException("sm.coordination.etcd",
					InvalidPoolFailureAnalyzer.sentence(String.valueOf(ex.getMessage())),
					"Correct the properties below 'sm.coordination.etcd'.");
		}
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

	private static @Nullable SSLContext ssl(@Nullable String bundle, @Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		return SslBundleCheck.requireBundle("sm.coordination.etcd.ssl.bundle", bundle, sslBundles)
			.getBundle(bundle)
			.createSslContext();
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

}
