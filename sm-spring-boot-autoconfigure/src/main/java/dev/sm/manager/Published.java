package dev.sm.manager;

import java.util.List;
import java.util.Map;

import dev.sm.shard.Assignment;
import dev.sm.shard.Shard;

/**
 * What one instance knows of a service, for any thread to read. Immutable.
 *
 * @param assignment the last known assignment
 * @param description what there is to see
 */
record Published(Assignment assignment, ServiceDescription description) {

	static Published nothing(String service) {
		return new Published(new Assignment(0, Map.of()),
				new ServiceDescription(service, 0, null, List.of(), List.of()));
	}

	static Published of(ServiceMachine machine) {
		return new Published(machine.assignment(), machine.describe());
	}

	/** Gives what is known at present; any thread may ask. */
	interface Source {

		Published published();

		List<Shard> owned();

	}

}
