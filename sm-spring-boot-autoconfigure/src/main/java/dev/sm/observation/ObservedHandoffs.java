package dev.sm.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.sm.event.HandoffEvent;
import dev.sm.event.SmEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes handoffs of shards, as {@code sm.handoff}, at the controller: from when the
 * owner is to drop a shard until another participant has added it. Thread-safe.
 */
public final class ObservedHandoffs implements Consumer<SmEvent> {

	static final String NAME = "sm.handoff";

	private final ObservationRegistry registry;

	private final Map<String, Observation> running = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param registry where observations are made
	 */
	public ObservedHandoffs(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void accept(SmEvent event) {
		if (!(event instanceof HandoffEvent handoff)) {
			return;
		}
		String key = handoff.service() + "\n" + handoff.shard();
		if (handoff.kind() == HandoffEvent.Kind.STARTED) {
			this.running.computeIfAbsent(key, (any) -> start(handoff));
			return;
		}
		Observation observation = this.running.remove(key);
		if (observation != null) {
			boolean ended = handoff.kind() == HandoffEvent.Kind.ENDED;
			observation.lowCardinalityKeyValue("outcome", ended ? "success" : "cancelled")
				.highCardinalityKeyValue("to", String.valueOf(handoff.to()))
				.stop();
		}
	}

	private Observation start(HandoffEvent handoff) {
		return Observation.createNotStarted(NAME, this.registry)
			.contextualName("handoff of shard of " + handoff.service())
			.lowCardinalityKeyValue("service", handoff.service())
			.lowCardinalityKeyValue("outcome", "running")
			.highCardinalityKeyValue("shard", handoff.shard())
			.highCardinalityKeyValue("from", handoff.from())
			.start();
	}

}
