package dev.sm.autoconfigure;

import java.net.URI;
import java.util.List;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.etcd.EtcdCoordinationStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Coordination on etcd. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnCoordination(CoordinationType.ETCD)
@ConditionalOnClass(name = { "io.etcd.jetcd.api.LeaseGrpc", "io.grpc.netty.NettyChannelBuilder" })
@ConditionalOnMissingBean(CoordinationStore.class)
class EtcdCoordinationConfiguration {

	@Bean
	@ConditionalOnMissingBean(EtcdConnectionDetails.class)
	PropertiesEtcdConnectionDetails etcdConnectionDetails(SmProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesEtcdConnectionDetails(properties.coordination().etcd(), sslBundles.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	EtcdCoordinationStore coordinationStore(SmProperties properties, ObjectProvider<EtcdConnectionDetails> details) {
		List<EtcdConnectionDetails> members = details.orderedStream().toList();
		EtcdConnectionDetails first = members.get(0);
		List<URI> endpoints = members.stream().flatMap((member) -> member.getEndpoints().stream()).toList();
		SslBundle ssl = first.getSslBundle();
		try {
			return new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(endpoints, first.getUsername(),
					first.getPassword(), (ssl != null) ? ssl.createSslContext() : null,
					RequestTimeout.of(properties.coordination().sessionTtl())));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException("sm.coordination.etcd",
					InvalidPoolFailureAnalyzer.sentence(String.valueOf(ex.getMessage())),
					(first instanceof PropertiesEtcdConnectionDetails)
							? "Correct the properties below 'sm.coordination.etcd'."
							: "Correct the beans of type EtcdConnectionDetails.");
		}
	}

}
