package dev.sm.autoconfigure;

import dev.sm.routing.loadbalancer.InFlight;
import dev.sm.routing.loadbalancer.InstanceHealth;
import dev.sm.routing.loadbalancer.KeyedLoadBalancer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The load balancer of one service, in the context that it has of its own. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnKeyedServiceCondition.class)
class KeyedLoadBalancerConfiguration {

	@Bean
	InFlight inFlight() {
		return new InFlight();
	}

	@Bean
	ReactorLoadBalancer<ServiceInstance> reactorServiceInstanceLoadBalancer(KeyedServices services,
			Environment environment, ObjectProvider<ServiceInstanceListSupplier> suppliers,
			ObjectProvider<InstanceHealth> health, InFlight inFlight) {
		String name = environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
		return new KeyedLoadBalancer(services.get(name), suppliers, health.getIfAvailable(() -> (instance) -> true),
				inFlight, System::nanoTime);
	}

}
