package dev.sm.routing.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Tells what discovery knows of an instance's health, where its answers hold instances
 * that are not well. Thread-safe.
 */
@FunctionalInterface
public interface InstanceHealth {

	/**
	 * Whether requests may go to an instance.
	 * @param instance an instance out of an answer of discovery
	 * @return {@code false} if the answer says that it is not well
	 */
	boolean isWell(ServiceInstance instance);

}
