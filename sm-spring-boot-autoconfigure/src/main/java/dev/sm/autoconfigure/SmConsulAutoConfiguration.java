package dev.sm.autoconfigure;

import dev.sm.manager.OwnershipSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.consul.serviceregistry.ConsulRegistration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what Spring Cloud Consul registers of this instance: participant
 * id, zone, weight and address among its metadata.
 */
@AutoConfiguration(after = SmAutoConfiguration.class)
@ConditionalOnClass(ConsulRegistration.class)
@ConditionalOnBean(OwnershipSettings.class)
public final class SmConsulAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConsulMetadata smConsulMetadata(OwnershipSettings settings, SmProperties properties, Environment environment) {
		return new ConsulMetadata(settings, properties.participant().address(), environment);
	}

}
