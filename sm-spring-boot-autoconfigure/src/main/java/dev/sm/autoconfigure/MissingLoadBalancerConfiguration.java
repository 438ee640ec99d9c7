package dev.sm.autoconfigure;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What tells that discovered services need Spring Cloud LoadBalancer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory")
class MissingLoadBalancerConfiguration {

	@Bean
	InitializingBean loadBalancerCheck(SmProperties properties) {
		return () -> properties.routing().services().keySet().stream().findFirst().ifPresent((name) -> {
			throw ClientLibrary.LOAD_BALANCER.missing("sm.routing.services", name);
		});
	}

}
