package dev.sm.testkit;

import java.time.Duration;
import java.util.function.LongSupplier;

import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceMachine;
import dev.sm.manager.ServiceSettings;
import dev.sm.membership.SessionMachine;

/**
 * Makes the machines that a simulation runs: those of production, unless a test plants a
 * fault.
 */
public interface SimulatedMachines {

	/** What production runs. */
	SimulatedMachines PRODUCTION = new SimulatedMachines() {
	};

	default SessionMachine session(Duration ttl) {
		return new SessionMachine(ttl);
	}

	default ServiceMachine service(OwnershipSettings settings, ServiceSettings service, LongSupplier clock) {
		return new ServiceMachine(settings, service, true, clock);
	}

	/**
	 * From when a renewal counts, by the instance's clock.
	 * @param sent when it was sent
	 * @param answered when it was answered
	 * @return when it was sent
	 */
	default long countedFrom(long sent, long answered) {
		return sent;
	}

	/**
	 * How long lists lag behind in what they say of registrations, at most: those of a
	 * replica, or of several reads taken for one.
	 * @return nanoseconds; 0 for a store that reads linearizably
	 */
	default long registrationsLag() {
		return 0;
	}

	/**
	 * Whether keys are so small that documents of a few shards have chunks.
	 * @param seed the seed of the simulation
	 * @return whether they are
	 */
	default boolean smallDocuments(long seed) {
		return seed % 4 == 0;
	}

}
