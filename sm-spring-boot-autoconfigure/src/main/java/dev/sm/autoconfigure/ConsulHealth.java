package dev.sm.autoconfigure;

import dev.sm.routing.loadbalancer.InstanceHealth;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.consul.discovery.ConsulServiceInstance;
import org.springframework.cloud.consul.model.http.health.Check;
import org.springframework.cloud.consul.model.http.health.HealthService;

/**
 * An instance out of Consul is well while all its checks pass. Unless
 * {@code spring.cloud.consul.discovery.query-passing} is set, Spring Cloud Consul gives
 * the others as well.
 */
final class ConsulHealth implements InstanceHealth {

	@Override
	public boolean isWell(ServiceInstance instance) {
		if (!(instance instanceof ConsulServiceInstance known)) {
			return true;
		}
		HealthService answer = known.getHealthService();
		return answer == null || answer.getChecks() == null
				|| answer.getChecks().stream().allMatch((check) -> check.getStatus() == Check.CheckStatus.PASSING);
	}

}
