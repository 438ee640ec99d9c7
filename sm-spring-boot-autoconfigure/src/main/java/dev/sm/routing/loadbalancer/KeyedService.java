package dev.sm.routing.loadbalancer;

import java.time.Duration;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.routing.key.RequestKey;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of a discovered service find their instance. Immutable.
 *
 * @param name the name of the service
 * @param key what of a request is its key, in the form that is placed
 * @param algorithm the algorithm of the continuum
 * @param continuum makes a continuum of a spec
 * @param keepInstances how long the last instances are kept when discovery knows none: 0
 * or more
 * @param maxLoad how many times the mean of the requests in flight an instance may have,
 * more than 1, or {@code null} for no bound
 * @param retries how many further instances an idempotent request is sent to: 0 or more
 * @param zone the zone whose instances go first, or {@code ""} for all alike
 * @param replication how many instances an idempotent request is sent to
 */
public record KeyedService(String name, RequestKey key, String algorithm, ContinuumFactory continuum,
		Duration keepInstances, @Nullable Double maxLoad, int retries, String zone, Replication replication) {

	/** Makes a continuum. */
	@FunctionalInterface
	public interface ContinuumFactory {

		/**
		 * Makes a continuum.
		 * @param spec algorithm, nodes and weights
		 * @return the continuum
		 */
		Continuum create(ContinuumSpec spec);

	}

}
