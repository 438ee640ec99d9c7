package dev.sm.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Routing by key.
 *
 * @param services Discovered services that requests are routed to by key, by name.
 */
record RoutingProperties(@DefaultValue Map<String, Service> services) {

	/**
	 * A discovered service.
	 *
	 * @param key What of a request is its key.
	 * @param canonical Name of the rule that makes equal keys alike.
	 * @param continuum Algorithm that places keys on the service's instances.
	 */
	record Service(@Nullable String key, @Nullable String canonical, @DefaultValue("weighted") String continuum) {

	}

}
