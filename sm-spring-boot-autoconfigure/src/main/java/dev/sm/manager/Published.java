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
 * @param whole whether that is all, and not only what this instance needs itself
 */
record Published(Assignment assignment, ServiceDescription description, boolean whole) {

	static Published nothing(String service) {
		return new Published(new Assignment(0, Map.of()),
				new ServiceDescription(service, 0, null, List.of(), List.of()), false);
	}

	static Published of(ServiceMachine machine) {
		return new Published(machine.assignment(), machine.describe(), machine.isWhole());
	}

	/** Gives what is known at present; any thread may ask. */
	interface Source {

		/** What is known here without asking the store for more. */
		Published published();

		/**
		 * The same, of the whole service. Whoever asks first waits for it, for a moment;
		 * from then on it is kept up with.
		 */
		Published whole();

		List<Shard> owned();

	}

}
