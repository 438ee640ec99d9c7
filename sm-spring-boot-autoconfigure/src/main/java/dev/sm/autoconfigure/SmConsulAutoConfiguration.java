package dev.sm.autoconfigure;

import java.util.TreeSet;

import dev.sm.manager.OwnershipSettings;
import dev.sm.routing.loadbalancer.InstanceHealth;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.consul.ConsulClient;
import org.springframework.cloud.consul.serviceregistry.ConsulRegistration;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what sm adds to Consul as discovery: this instance's participant
 * id, zone, weight and address among the metadata of its registration, a watch of the
 * services that are routed to by key, and the registration of Pushgateways.
 */
@AutoConfiguration(after = SmAutoConfiguration.class,
		afterName = { "org.springframework.cloud.consul.ConsulAutoConfiguration",
				"org.springframework.cloud.loadbalancer.config.LoadBalancerCacheAutoConfiguration" })
@ConditionalOnClass({ ConsulRegistration.class, LoadBalancerCacheManager.class })
@ConditionalOnBean(OwnershipSettings.class)
public final class SmConsulAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConsulMetadata smConsulMetadata(OwnershipSettings settings, SmProperties properties, Environment environment) {
		return new ConsulMetadata(settings, properties.participant().address(), environment);
	}

	@Bean
	@ConditionalOnMissingBean(InstanceHealth.class)
	ConsulHealth smConsulHealth() {
		return new ConsulHealth();
	}

	/**
	 * The cache manager is no candidate for injection, so the context is asked for it.
	 */
	@Bean
	@ConditionalOnBean(ConsulClient.class)
	@ConditionalOnMissingBean
	ConsulServiceWatch smConsulServiceWatch(ConsulClient consul, SmProperties properties, Environment environment,
			ApplicationContext context) {
		TreeSet<String> services = new TreeSet<>(properties.routing().services().keySet());
		if (properties.pushgateway().enabled()) {
			services.add(properties.pushgateway().service());
		}
		return new ConsulServiceWatch(consul, ConsulSettings.token(environment), services,
				context.getBeanProvider(LoadBalancerCacheManager.class).getIfAvailable(), context);
	}

	@Bean
	@ConditionalOnBean(ConsulClient.class)
	@ConditionalOnBooleanProperty("sm.pushgateway.enabled")
	@ConditionalOnBooleanProperty(name = "sm.pushgateway.register", matchIfMissing = true)
	@ConditionalOnMissingBean
	GatewayRegistration smGatewayRegistration(ConsulClient consul, SmProperties properties, Environment environment) {
		return new GatewayRegistration(consul, ConsulSettings.token(environment), properties.pushgateway());
	}

}
