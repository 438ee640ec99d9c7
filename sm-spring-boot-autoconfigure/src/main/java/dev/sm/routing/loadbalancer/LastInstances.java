package dev.sm.routing.loadbalancer;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * The instances that a service is known to have. When discovery answers nothing, the last
 * ones that it knew are kept for a time. Thread-safe.
 */
final class LastInstances {

	private final KeyedService service;

	private volatile @Nullable Known known;

	LastInstances(KeyedService service) {
		this.service = service;
	}

	/**
	 * Takes an answer of discovery.
	 * @param list what it knows, empty if that is nothing
	 * @param now the monotonic time in nanoseconds
	 * @return what to use
	 */
	Instances take(List<ServiceInstance> list, long now) {
		Known before = this.known;
		if (list.isEmpty()) {
			boolean kept = before != null && now - before.at - this.service.keepInstances().toNanos() < 0;
			return (kept && before != null) ? before.instances : Instances.of(List.of(), this.service, null);
		}
		if (before != null && (before.list == list || before.list.equals(list))) {
			this.known = new Known(list, before.instances, now);
			return before.instances;
		}
		Instances instances = Instances.of(list, this.service, (before != null) ? before.instances : null);
		this.known = new Known(list, instances, now);
		return instances;
	}

	private record Known(List<ServiceInstance> list, Instances instances, long at) {

	}

}
