package dev.sm.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** The gateways that are configured or that discovery knows, with their weights. */
final class KnownGateways implements Supplier<Map<String, Integer>> {

	private static final int DEFAULT_WEIGHT = 100;

	private static final int MAX_WEIGHT = 1_000_000;

	private final PushgatewayProperties settings;

	private final List<DiscoveryClient> discovery;

	KnownGateways(PushgatewayProperties settings, List<DiscoveryClient> discovery) {
		this.settings = settings;
		this.discovery = discovery;
	}

	@Override
	public Map<String, Integer> get() {
		Map<String, Integer> known = new TreeMap<>();
		this.settings.gateways().forEach((gateway) -> known.put(gateway, DEFAULT_WEIGHT));
		for (DiscoveryClient client : this.discovery) {
			for (ServiceInstance instance : client.getInstances(this.settings.service())) {
				known.put(instance.getHost() + ":" + instance.getPort(), weight(instance));
			}
		}
		return known;
	}

	private static int weight(ServiceInstance instance) {
		Map<String, String> metadata = instance.getMetadata();
		String text = (metadata != null) ? metadata.getOrDefault("weight", "") : "";
		try {
			int weight = Integer.parseInt(text.strip());
			return (weight < 0) ? DEFAULT_WEIGHT : Math.min(weight, MAX_WEIGHT);
		}
		catch (NumberFormatException ex) {
			return DEFAULT_WEIGHT;
		}
	}

}
