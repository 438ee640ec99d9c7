package dev.sm.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolDescription;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumDiff;
import dev.sm.continuum.ContinuumSpec;
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

	static List<MigrationFlow> of(ConsoleView view) {
		List<MigrationFlow> flows = new ArrayList<>();
		view.migrations().forEach((pool, status) -> flows.add(of(pool, status, view.pools().get(pool))));
		return flows;
	}

	private static MigrationFlow of(String pool, MigrationStatus status, @Nullable PoolDescription description) {
		String mode = (status.mode() != null) ? status.mode().name().toLowerCase(Locale.ROOT) : null;
		Long startedAt = (status.startedAt() != null) ? status.startedAt().toEpochMilli() : null;
		boolean runs = mode != null && !status.from().equals(status.to());
		return new MigrationFlow(pool, status.phase(), mode, status.from(), status.to(), status.moved(),
				status.remaining(), status.share(), startedAt,
				(runs && description != null) ? flows(description.algorithm(), status) : List.of());
	}

	/**
	 * For the default algorithm the pairs follow from the weights alone; of others the
	 * page shows what each node gives and gets.
	 */
	private static List<Flow> flows(String algorithm, MigrationStatus status) {
		if (!algorithm.equals("weighted")) {
			return List.of();
		}
		return ContinuumDiff.between(continuum(status.from()), continuum(status.to()))
			.moves()
			.stream()
			.map((move) -> new Flow(move.from(), move.to(), move.share()))
			.toList();
	}

	private static Continuum continuum(Map<String, Integer> weights) {
		ContinuumSpec spec = ContinuumSpec.of("weighted");
		for (Map.Entry<String, Integer> node : weights.entrySet()) {
			spec = spec.with(node.getKey(), node.getValue());
		}
		return Continuum.of(spec);
	}

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
