package dev.sm.routing.web;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * Observes one request that is sent on, and has what a tracer wants the target to know.
 */
final class ForwardObservation implements AutoCloseable {

	static final String NAME = "sm.forward";

	private static final ForwardObservation NONE = new ForwardObservation(Observation.NOOP, Map.of());

	private final Observation observation;

	private final Map<String, String> headers;

	private Forwarder.@Nullable Outcome outcome;

	private ForwardObservation(Observation observation, Map<String, String> headers) {
		this.observation = observation;
		this.headers = headers;
	}

	static ForwardObservation start(ObservationRegistry registry, String method, URI target) {
		if (registry.isNoop()) {
			return NONE;
		}
		Map<String, String> headers = new HashMap<>();
		SenderContext<Map<String, String>> context = new SenderContext<>(
				(carrier, name, value) -> (carrier != null ? carrier : headers).put(name, value), Kind.CLIENT);
		context.setCarrier(headers);
		context.setRemoteServiceAddress(target.toString());
		Observation observation = Observation.createNotStarted(NAME, () -> context, registry)
			.contextualName("forward " + method)
			.lowCardinalityKeyValue("method", method)
			.lowCardinalityKeyValue("outcome", "running")
			.highCardinalityKeyValue("target", target.toString())
			.start();
		return new ForwardObservation(observation, headers);
	}

	/** The headers with which the target goes on with the trace. */
	Map<String, String> headers() {
		return this.headers;
	}

	Forwarder.Outcome ended(Forwarder.Outcome ended) {
		this.outcome = ended;
		return ended;
	}

	@Override
	public void close() {
		if (this.observation != Observation.NOOP) {
			String text = (this.outcome != null) ? this.outcome.name().toLowerCase(Locale.ROOT) : "broken";
			this.observation.lowCardinalityKeyValue("outcome", text).stop();
		}
	}

}
