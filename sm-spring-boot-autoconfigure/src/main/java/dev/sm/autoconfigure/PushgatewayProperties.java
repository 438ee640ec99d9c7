package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Access layer in front of Prometheus Pushgateways.
 *
 * @param enabled Whether this instance takes pushes and passes them on.
 * @param service Name of the service that the gateways are, in discovery.
 * @param gateways Comma-separated list of gateways, host and port each, beside those that
 * discovery knows.
 * @param register Whether the configured gateways are registered in Consul, if there is
 * one, with a check each.
 * @param checkInterval How often Consul checks the gateways that are registered.
 * @param mode Whether pushes are passed on, or clients are told where to go.
 * @param onFailure What becomes of a push whose gateway cannot be reached.
 * @param continuum Algorithm that places groups on gateways.
 * @param timeout How long one request to a gateway may take.
 * @param probeInterval How often gateways are asked whether they live.
 * @param settle How long the set of gateways stays as it is before copies of groups are
 * removed.
 */
record PushgatewayProperties(@DefaultValue("false") boolean enabled, @DefaultValue("pushgateway") String service,
		@DefaultValue List<String> gateways, @DefaultValue("true") boolean register,
		@DefaultValue("5s") Duration checkInterval, @DefaultValue("proxy") Mode mode,
		@DefaultValue("fail") OnFailure onFailure, @DefaultValue("weighted") String continuum,
		@DefaultValue("10s") Duration timeout, @DefaultValue("1s") Duration probeInterval,
		@DefaultValue("3s") Duration settle) {

	static final String PREFIX = "sm.pushgateway.";

	private static final Pattern GATEWAY = Pattern.compile("([\\p{Alnum}.\\-]+|\\[[\\p{XDigit}:]+]):\\d{1,5}");

	/** What becomes of a push. */
	enum Mode {

		/** It is passed on. */
		PROXY,

		/** The client is sent to the gateway with status 307. */
		REDIRECT

	}

	/** What becomes of a push whose gateway cannot be reached. */
	enum OnFailure {

		/** It is answered with status 503. */
		FAIL,

		/** It goes to the next gateway for its group. */
		NEXT

	}

	PushgatewayProperties {
		PropertyChecks.checkService(PREFIX + "service", service);
		for (String gateway : gateways) {
			if (!GATEWAY.matcher(gateway).matches()) {
				throw InvalidPropertyException.of(PREFIX + "gateways", gateway, "a list of hosts with a port each");
			}
		}
		check("timeout", timeout);
		check("probe-interval", probeInterval);
		check("settle", settle);
		check("check-interval", checkInterval);
	}

	private static void check(String name, Duration value) {
		if (value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(Duration.ofMinutes(10)) > 0) {
			throw InvalidPropertyException.of(PREFIX + name, PropertyChecks.text(value), "between 100ms and 10m");
		}
	}

}
