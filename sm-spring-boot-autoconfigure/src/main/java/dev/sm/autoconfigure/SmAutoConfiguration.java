package dev.sm.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of coordination, ownership, routing and the routed cache.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
		"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@Conditional(OnEnabledCondition.class)
@EnableConfigurationProperties(SmProperties.class)
@Import({ UnknownPropertiesRegistrar.class, LocalCoordinationConfiguration.class, EtcdCoordinationConfiguration.class,
		ConsulCoordinationConfiguration.class, RaftCoordinationConfiguration.class,
		MissingCoordinationConfiguration.class, OwnershipConfiguration.class, CacheConfiguration.class,
		PoolRefreshConfiguration.class, MissingLoadBalancerConfiguration.class })
@ImportRuntimeHints(SmRuntimeHints.class)
public final class SmAutoConfiguration {

}
