package dev.sm.autoconfigure;

import dev.sm.routing.key.RequestKey;

/** Checks the properties of routing. */
final class RoutingPropertyChecks {

	static final String SERVICES = "sm.routing.services.";

	private RoutingPropertyChecks() {
	}

	static void check(RoutingProperties routing) {
		routing.services().forEach((name, service) -> checkService(SERVICES + name + ".", service));
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
