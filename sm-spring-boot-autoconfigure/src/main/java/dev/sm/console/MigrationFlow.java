package dev.sm.console;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The migration of a pool as a flow between nodes.
 *
 * @param pool the pool
 * @param phase its phase, {@code STABLE} if none runs
 * @param mode how keys move
 * @param from the weights before
 * @param to the weights afterwards
 * @param moved how many keys have moved
 * @param remaining how many are yet to move, if that is known
 * @param share the share of the key space that moves
 * @param startedAt when it began, in milliseconds since 1970
 * @param flows what moves between each pair of nodes; empty if that is not known
 */
record MigrationFlow(String pool, String phase, @Nullable String mode, Map<String, Integer> from,
		Map<String, Integer> to, long moved, @Nullable Long remaining, double share, @Nullable Long startedAt,
		List<Flow> flows) {

	/**
	 * What moves between two nodes.
	 *
	 * @param from the node that gives
	 * @param to the node that gets
	 * @param share the share of the key space: 0 to 1
	 */
	record Flow(String from, String to, double share) {

	}

}
