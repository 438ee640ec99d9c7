package dev.sm.autoconfigure;

import dev.sm.routing.key.RequestKey;

/** Checks the properties of routing. */
final class RoutingPropertyChecks {

	static final String SERVICES = "sm.routing.services.";

	static final String FORWARD = "sm.routing.forward.";

	static final String ROUTES = FORWARD + "routes.";

	private RoutingPropertyChecks() {
	}

	static void check(RoutingProperties routing) {
		routing.services().forEach((name, service) -> checkService(SERVICES + name + ".", service));
		checkForward(routing.forward());
	}

	private static void checkForward(RoutingProperties.Forward forward) {
		PropertyChecks.require(!forward.ownerWait().isNegative(), FORWARD + "owner-wait",
				PropertyChecks.text(forward.ownerWait()), "0s or more");
		PropertyChecks.positive(FORWARD + "timeout", forward.timeout());
		PropertyChecks.positive(FORWARD + "connect-timeout", forward.connectTimeout());
		PropertyChecks.require(!forward.drain().isNegative(), FORWARD + "drain", PropertyChecks.text(forward.drain()),
				"0s or more");
		PropertyChecks.require(!forward.linger().isNegative(), FORWARD + "linger",
				PropertyChecks.text(forward.linger()), "0s or more");
		PropertyChecks.require(forward.maxHops() >= 1 && forward.maxHops() <= 10, FORWARD + "max-hops",
				forward.maxHops(), "between 1 and 10");
		forward.routes().forEach((name, route) -> {
			String prefix = ROUTES + name + ".";
			String path = route.path();
			PropertyChecks.require(path != null && path.startsWith("/"), prefix + "path", path,
					"a pattern such as '/carts/{id}'");
			PropertyChecks.require(route.key() != null, prefix + "key", null, "what of a request is its key");
			checkKey(prefix + "key", String.valueOf(route.key()));
		});
	}

	private static void checkService(String prefix, RoutingProperties.Service service) {
		checkKey(prefix + "key", service.key());
		PropertyChecks.require(!service.keepInstances().isNegative(), prefix + "keep-instances",
				PropertyChecks.text(service.keepInstances()), "0s or more");
		Double maxLoad = service.maxLoad();
		PropertyChecks.require(maxLoad == null || maxLoad > 1 && maxLoad <= 1000, prefix + "max-load", maxLoad,
				"more than 1 and at most 1000");
		PropertyChecks.require(service.retries() >= 0 && service.retries() <= 10, prefix + "retries", service.retries(),
				"between 0 and 10");
		PropertyChecks.require(service.replicas() >= 1 && service.replicas() <= 100, prefix + "replicas",
				service.replicas(), "between 1 and 100");
		PropertyChecks.require(service.hedgeBudget() >= 0 && service.hedgeBudget() <= 1, prefix + "hedge-budget",
				service.hedgeBudget(), "between 0 and 1");
		PropertyChecks.positive(prefix + "timeout", service.timeout());
	}

	private static void checkKey(String key, String value) {
		try {
			RequestKey.parse(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(key,
					"'" + key + "' is not the key of a request: " + ex.getMessage() + ".",
					"Change '" + key + "' to one of these forms.");
		}
	}

}
