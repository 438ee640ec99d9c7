package dev.sm.autoconfigure;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.consul.ConsulCoordinationStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Coordination on Consul. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnCoordination(CoordinationType.CONSUL)
@ConditionalOnClass(name = { "org.springframework.cloud.consul.ConsulProperties",
		"org.springframework.web.client.RestClient", "tools.jackson.databind.json.JsonMapper" })
@ConditionalOnMissingBean(CoordinationStore.class)
class ConsulCoordinationConfiguration {

	@Bean(destroyMethod = "close")
	ConsulCoordinationStore coordinationStore(SmProperties properties, Environment environment) {
		return new ConsulCoordinationStore(
				ConsulSettings.of(environment, RequestTimeout.of(properties.coordination().sessionTtl())));
	}

	@Bean
	ConsulStart consulStart(ConsulCoordinationStore store, SmProperties properties, ApplicationContext context) {
		return new ConsulStart(store, properties.coordination(), context);
	}

}
