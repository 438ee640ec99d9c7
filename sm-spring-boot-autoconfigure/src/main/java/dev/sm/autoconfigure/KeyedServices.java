package dev.sm.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.continuum.ContinuumAlgorithms;
import dev.sm.routing.key.KeyCanonicalizer;
import dev.sm.routing.key.RequestKey;
import dev.sm.routing.key.RequestView;
import dev.sm.routing.loadbalancer.KeyedService;
import dev.sm.routing.loadbalancer.Replication;
import org.jspecify.annotations.Nullable;

/** What the configuration says of discovered services, made usable. */
final class KeyedServices {

	private final Map<String, KeyedService> services = new TreeMap<>();

	KeyedServices(SmProperties properties, List<KeyCanonicalizer> canonicalizers, List<ContinuumAlgorithm> algorithms) {
		ContinuumAlgorithms known = new ContinuumAlgorithms(algorithms);
		properties.routing().services().forEach((name, service) -> {
			String prefix = RoutingPropertyChecks.SERVICES + name + ".";
			if (!known.names().contains(service.continuum())) {
				throw InvalidPropertyException.of(prefix + "continuum", service.continuum(), "one of " + known.names());
			}
			KeyCanonicalizer canonicalizer = canonicalizer(prefix + "canonical", service.canonical(), canonicalizers);
			String zone = service.zoneAffinity() ? properties.participant().zone() : "";
			this.services.put(name, new KeyedService(name, key(service.key(), canonicalizer), service.continuum(),
					known::create, service.keepInstances(), service.maxLoad(), service.retries(), zone,
					new Replication(service.mode(), service.replicas(), service.hedgeBudget(), service.timeout())));
		});
	}

	private static @Nullable KeyCanonicalizer canonicalizer(String key, @Nullable String name,
			List<KeyCanonicalizer> canonicalizers) {
		if (name == null || name.isEmpty()) {
			return null;
		}
		return canonicalizers.stream()
			.filter((canonicalizer) -> canonicalizer.name().equals(name))
			.findFirst()
			.orElseThrow(() -> InvalidPropertyException.of(key, name,
					"one of " + canonicalizers.stream().map(KeyCanonicalizer::name).sorted().toList()
							+ ", the names of the beans of type " + KeyCanonicalizer.class.getName()));
	}

	private static RequestKey key(String text, @Nullable KeyCanonicalizer canonicalizer) {
		RequestKey key = RequestKey.parse(text);
		return (canonicalizer != null) ? (request) -> canonical(key, canonicalizer, request) : key;
	}

	private static @Nullable String canonical(RequestKey key, KeyCanonicalizer canonicalizer, RequestView request) {
		String found = key.of(request);
		return (found != null) ? canonicalizer.canonical(found) : null;
	}

	Map<String, KeyedService> byName() {
		return this.services;
	}

	KeyedService get(String name) {
		KeyedService service = this.services.get(name);
		if (service == null) {
			throw new IllegalArgumentException("service '" + name + "' must be one of " + this.services.keySet());
		}
		return service;
	}

}
