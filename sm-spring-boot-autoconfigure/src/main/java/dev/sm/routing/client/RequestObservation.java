package dev.sm.routing.client;

import java.net.URI;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** Observes each attempt to send a request to an instance. */
final class RequestObservation {

	static final String NAME = "sm.client.request";

	private RequestObservation() {
	}

	static Observation of(ObservationRegistry registry, String method, URI target) {
		if (registry.isNoop()) {
			return Observation.NOOP;
		}
		return Observation.createNotStarted(NAME, registry)
			.contextualName("to owner " + method)
			.lowCardinalityKeyValue("method", method)
			.highCardinalityKeyValue("target", target.toString());
	}

}
