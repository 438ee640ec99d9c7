package dev.sm.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the service of a load balancer's context is configured below {@code sm}. */
final class OnKeyedServiceCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String name = context.getEnvironment().getProperty(LoadBalancerClientFactory.PROPERTY_NAME, "");
		Map<String, RoutingProperties.Service> services = Binder.get(context.getEnvironment())
			.bind("sm.routing.services", Bindable.mapOf(String.class, RoutingProperties.Service.class))
			.orElse(Map.of());
		return new ConditionOutcome(services.containsKey(name),
				ConditionMessage.of("service '" + name + "' among " + services.keySet()));
	}

}
