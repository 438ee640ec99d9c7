package dev.sm.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolDescription;
import dev.sm.console.MigrationFlow.Flow;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumDiff;
import dev.sm.continuum.ContinuumSpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes flows of migrations. What moves between nodes is computed once for each pair of
 * weights, and kept for as long as it is asked for. Not thread-safe.
 */
final class MigrationFlows {

	private Map<Change, List<Flow>> known = new HashMap<>();

	List<MigrationFlow> of(ConsoleView view) {
		Map<Change, List<Flow>> kept = new HashMap<>();
		List<MigrationFlow> flows = new ArrayList<>();
		view.migrations().forEach((pool, status) -> flows.add(of(pool, status, view.pools().get(pool), kept)));
		this.known = kept;
		return flows;
	}

	private MigrationFlow of(String pool, MigrationStatus status, @Nullable PoolDescription description,
			Map<Change, List<Flow>> kept) {
		String mode = (status.mode() != null) ? status.mode().name().toLowerCase(Locale.ROOT) : null;
		Long startedAt = (status.startedAt() != null) ? status.startedAt().toEpochMilli() : null;
		Change change = new Change(status.from(), status.to());
		// the pairs follow from the weights alone for the default algorithm; of others
		// the page shows what each node gives and gets
		boolean told = mode != null && !status.from().equals(status.to()) && description != null
				&& description.algorithm().equals("weighted");
		return new MigrationFlow(pool, status.phase(), mode, status.from(), status.to(), status.moved(),
				status.remaining(), status.share(), startedAt,
				told ? kept.computeIfAbsent(change, this::flows) : List.of());
	}

	private List<Flow> flows(Change change) {
		List<Flow> known = this.known.get(change);
		return (known != null) ? known
				: ContinuumDiff.between(continuum(change.from()), continuum(change.to()))
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
	 * What a migration changes.
	 *
	 * @param from the weights before
	 * @param to the weights afterwards
	 */
	private record Change(Map<String, Integer> from, Map<String, Integer> to) {

	}

}
