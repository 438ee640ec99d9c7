package dev.sm.routing.loadbalancer;

import java.util.List;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Which of the instances that a key prefers, in this order, takes its request.
 */
final class Candidates {

	private Candidates() {
	}

	/**
	 * The next one for a request that failed.
	 * @param candidates the instances in order of preference, at least one
	 * @param failed where it failed
	 * @return the first later one of another zone, else the next one, else the first
	 */
	static ServiceInstance after(List<ServiceInstance> candidates, ServiceInstance failed) {
		List<String> nodes = candidates.stream().map(Instances::node).toList();
		int at = nodes.indexOf(Instances.node(failed));
		List<ServiceInstance> later = candidates.subList(at + 1, candidates.size());
		String zone = Instances.zone(failed);
		if (at == 0 && !zone.isEmpty()) {
			for (ServiceInstance candidate : later) {
				if (!Instances.zone(candidate).equals(zone)) {
					return candidate;
				}
			}
		}
		return next(candidates, failed);
	}

	/**
	 * The next one.
	 * @param candidates the instances in order of preference, at least one
	 * @param before the one before
	 * @return the next one, else the first
	 */
	static ServiceInstance next(List<ServiceInstance> candidates, ServiceInstance before) {
		int next = candidates.stream().map(Instances::node).toList().indexOf(Instances.node(before)) + 1;
		return candidates.get((next < candidates.size()) ? next : 0);
	}

	/**
	 * The first one whose requests in flight stay below a bound, as in "Consistent
	 * Hashing with Bounded Loads" (Mirrokni, Thorup, Zadimoghaddam, 2017).
	 * @param instances the instances
	 * @param key the key
	 * @param maxLoad how many times the mean an instance may have, more than 1
	 * @param inFlight counts the requests under way
	 * @return the instance
	 */
	static ServiceInstance below(Instances instances, String key, double maxLoad, InFlight inFlight) {
		List<ServiceInstance> candidates = instances.candidates(key, instances.size());
		int total = inFlight.total() + 1;
		for (ServiceInstance candidate : candidates) {
			String node = Instances.node(candidate);
			if (inFlight.of(node) + 1 <= Math.ceil(maxLoad * total * instances.share(node))) {
				return candidate;
			}
		}
		return candidates.get(0);
	}

}
