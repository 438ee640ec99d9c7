package dev.sm.routing.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * The instances of a service on a continuum. An instance's name there is its metadata
 * {@code node}, else its host and port, so that all clients agree and an instance may
 * keep its keys at another address. Immutable.
 */
final class Instances {

	static final String NODE = "node";

	static final String WEIGHT = "weight";

	static final String ZONE = "zone";

	private static final int DEFAULT_WEIGHT = 100;

	private final Map<String, ServiceInstance> byNode;

	private final Map<String, Integer> weights;

	private final @Nullable Continuum continuum;

	private Instances(Map<String, ServiceInstance> byNode, Map<String, Integer> weights,
			@Nullable Continuum continuum) {
		this.byNode = byNode;
		this.weights = weights;
		this.continuum = continuum;
	}

	static Instances of(List<ServiceInstance> list, KeyedService service, @Nullable Instances before) {
		Map<String, ServiceInstance> byNode = new TreeMap<>();
		list.stream()
			.filter(preferred(list, service.zone()))
			.forEach((instance) -> byNode.put(node(instance), instance));
		Map<String, Integer> weights = new TreeMap<>();
		byNode.forEach((node, instance) -> weights.put(node, weight(instance)));
		if (weights.values().stream().allMatch((weight) -> weight == 0)) {
			weights.replaceAll((node, weight) -> DEFAULT_WEIGHT);
		}
		if (before != null && before.weights.equals(weights)) {
			return new Instances(byNode, weights, before.continuum);
		}
		return new Instances(byNode, weights, continuum(weights, service));
	}

	private static Predicate<ServiceInstance> preferred(List<ServiceInstance> list, String zone) {
		Predicate<ServiceInstance> inZone = (instance) -> zone(instance).equals(zone);
		return (!zone.isEmpty() && list.stream().anyMatch(inZone)) ? inZone : (instance) -> true;
	}

	private static @Nullable Continuum continuum(Map<String, Integer> weights, KeyedService service) {
		return weights.isEmpty() ? null
				: service.continuum().create(new ContinuumSpec(service.algorithm(), weights, null, null));
	}

	static String node(ServiceInstance instance) {
		String node = metadata(instance, NODE);
		return node.isEmpty() ? instance.getHost() + ":" + instance.getPort() : node;
	}

	static String zone(ServiceInstance instance) {
		return metadata(instance, ZONE);
	}

	private static String metadata(ServiceInstance instance, String key) {
		Map<String, String> metadata = instance.getMetadata();
		String value = (metadata != null) ? metadata.get(key) : null;
		return (value != null) ? value : "";
	}

	/**
	 * Metadata is written by others: what is no weight counts as the default one.
	 */
	private static int weight(ServiceInstance instance) {
		try {
			int weight = Integer.parseInt(metadata(instance, WEIGHT).strip());
			return (weight < 0) ? DEFAULT_WEIGHT : Math.min(weight, ContinuumSpec.MAX_WEIGHT);
		}
		catch (NumberFormatException ex) {
			return DEFAULT_WEIGHT;
		}
	}

	boolean isEmpty() {
		return this.byNode.isEmpty();
	}

	/**
	 * Where a key may go.
	 * @param key the key
	 * @param count how many instances are wanted
	 * @return the instances, in order of preference
	 */
	List<ServiceInstance> candidates(String key, int count) {
		if (this.continuum == null) {
			return List.of();
		}
		List<ServiceInstance> candidates = new ArrayList<>();
		for (String node : this.continuum.nodesFor(key, Math.min(count, this.byNode.size()))) {
			ServiceInstance instance = this.byNode.get(node);
			if (instance != null) {
				candidates.add(instance);
			}
		}
		return candidates;
	}

	List<ServiceInstance> all() {
		return List.copyOf(this.byNode.values());
	}

	int size() {
		return this.byNode.size();
	}

	/**
	 * The part of all keys that an instance is to have.
	 * @param node the instance's name
	 * @return its share of the weight, from 0 to 1
	 */
	double share(String node) {
		long total = this.weights.values().stream().mapToLong(Integer::longValue).sum();
		return this.weights.getOrDefault(node, 0) / (double) total;
	}

}
