package dev.sm.observation;

import java.time.Duration;

import dev.sm.cache.NodeDecorator;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.TrackingStorage;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes the commands that pools send to their nodes, as {@code sm.cache.command}.
 * Costs nothing while the registry observes nothing. Thread-safe.
 */
public final class ObservedNodes implements NodeDecorator {

	private final ObservationRegistry registry;

	/**
	 * Creates it.
	 * @param registry where observations are made
	 */
	public ObservedNodes(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public NodeStorage decorate(String pool, String node, Duration timeout, NodeStorage storage) {
		if (ObservationRegistry.NOOP.equals(this.registry)) {
			return storage;
		}
		CommandObservations observations = new CommandObservations(this.registry, pool, node, timeout);
		return (storage instanceof TrackingStorage tracking) ? new ObservedTrackingNode(tracking, observations)
				: new ObservedNode<>(storage, observations);
	}

}
