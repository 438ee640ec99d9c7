package dev.sm.routing.loadbalancer;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * The instances that a service is known to have and that are well. When there are none,
 * the last ones are kept for a time. Thread-safe.
 */
final class LastInstances {

	private final KeyedService service;

	private final InstanceHealth health;

	private volatile @Nullable Known known;

	LastInstances(KeyedService service, InstanceHealth health) {
		this.service = service;
		this.health = health;
	}

	/**
	 * Takes an answer of discovery.
	 * @param list what it knows, empty if that is nothing
	 * @param now the monotonic time in nanoseconds
	 * @return what to use
	 */
	Instances take(List<ServiceInstance> list, long now) {
		Known before = this.known;
		if (before != null && before.answer == list) {
			this.known = new Known(list, before.list, before.instances, now);
			return before.instances;
		}
		// equal instances may differ in their health
		return take(list, list.stream().filter(this.health::isWell).toList(), before, now);
	}

	private Instances take(List<ServiceInstance> answer, List<ServiceInstance> list, @Nullable Known before, long now) {
		if (list.isEmpty()) {
			boolean kept = before != null && now - before.at - this.service.keepInstances().toNanos() < 0;
			return (kept && before != null) ? before.instances : Instances.of(List.of(), this.service, null);
		}
		Instances instances = (before != null && before.list.equals(list)) ? before.instances
				: Instances.of(list, this.service, (before != null) ? before.instances : null);
		this.known = new Known(answer, list, instances, now);
		return instances;
	}

	private record Known(List<ServiceInstance> answer, List<ServiceInstance> list, Instances instances, long at) {

	}

}
