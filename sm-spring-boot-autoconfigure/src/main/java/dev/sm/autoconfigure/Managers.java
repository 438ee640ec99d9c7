package dev.sm.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.ShardManager;

/** The managers of all services of an application. */
final class Managers {

	private Managers() {
	}

	static Map<String, ShardManager> of(OwnershipDriver driver) {
		Map<String, ShardManager> managers = new TreeMap<>();
		driver.services().forEach((service) -> managers.put(service, driver.manager(service)));
		return managers;
	}

}
