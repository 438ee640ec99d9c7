package dev.sm.autoconfigure;

import java.time.Duration;
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
	 * @param key What of a request is its key: 'path', 'path:NUMBER' (a segment),
	 * 'header:NAME', 'param:NAME' or an expression in '#{...}'.
	 * @param canonical Name of the rule that makes equal keys alike.
	 * @param continuum Algorithm that places keys on the service's instances.
	 * @param keepInstances How long the last known instances are kept when discovery
	 * knows none.
	 * @param maxLoad How many times the mean of the requests in flight an instance may
	 * have, more than 1; no bound by default.
	 * @param retries How many further instances an idempotent request is sent to when one
	 * fails, from 0 to 10.
	 * @param zoneAffinity Whether instances of this instance's own zone
	 * (sm.participant.zone) go first; each zone then has a continuum of its own.
	 */
	record Service(@DefaultValue("path") String key, @Nullable String canonical,
			@DefaultValue("weighted") String continuum, @DefaultValue("1m") Duration keepInstances,
			@Nullable Double maxLoad, @DefaultValue("1") int retries, @DefaultValue("false") boolean zoneAffinity) {

	}

}
