package dev.sm.observation;

import dev.sm.manager.ShardCallback;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes the calls of shard handlers, as {@code sm.handler.call}. Costs nothing while
 * the registry observes nothing. Thread-safe.
 */
public final class ObservedHandlers {

	private final ObservationRegistry registry;

	/**
	 * Creates it.
	 * @param registry where observations are made
	 */
	public ObservedHandlers(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Observes what a callback does.
	 * @param service the service that the callback is for
	 * @param callback the callback
	 * @return a callback that does the same, and is observed
	 */
	public ShardCallback observed(String service, ShardCallback callback) {
		return ObservationRegistry.NOOP.equals(this.registry) ? callback
				: new ObservedShardCallback(callback, this.registry);
	}

}
