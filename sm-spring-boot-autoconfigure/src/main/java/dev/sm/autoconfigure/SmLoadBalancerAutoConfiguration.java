package dev.sm.autoconfigure;

import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.handler.HandlerExecutors;
import dev.sm.pushgateway.GroupCanonicalizer;
import dev.sm.routing.key.KeyCanonicalizer;
import dev.sm.routing.loadbalancer.NextNodeInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestFactory;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of discovered services whose requests go by key, for Spring Cloud
 * LoadBalancer.
 */
@AutoConfiguration(after = SmAutoConfiguration.class,
		afterName = { "org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration",
				"org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration" })
@ConditionalOnClass(LoadBalancerClientFactory.class)
@ConditionalOnSm
public final class SmLoadBalancerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	KeyedServices keyedServices(SmProperties properties, ObjectProvider<KeyCanonicalizer> canonicalizers,
			ObjectProvider<ContinuumAlgorithm> algorithms) {
		return new KeyedServices(properties, canonicalizers.orderedStream().toList(),
				algorithms.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	GroupCanonicalizer pushgatewayGroups() {
		return new GroupCanonicalizer();
	}

	/** For the context of every service; those that are not ours change nothing. */
	@Bean
	LoadBalancerClientSpecification keyedLoadBalancerSpecification() {
		return new LoadBalancerClientSpecification("default." + KeyedLoadBalancerConfiguration.class.getName(),
				new Class<?>[] { KeyedLoadBalancerConfiguration.class });
	}

	/** Not beside Spring Retry, with which Spring Cloud LoadBalancer retries itself. */
	@Bean
	@Primary
	@ConditionalOnBean({ LoadBalancerInterceptor.class, LoadBalancerClient.class })
	@ConditionalOnMissingBean
	NextNodeInterceptor nextNodeInterceptor(KeyedServices services, LoadBalancerClient loadBalancer,
			LoadBalancerRequestFactory requests, LoadBalancerInterceptor others) {
		return new NextNodeInterceptor(services.byName(), loadBalancer, requests, others,
				HandlerExecutors.create("sm-replicated-"));
	}

}
