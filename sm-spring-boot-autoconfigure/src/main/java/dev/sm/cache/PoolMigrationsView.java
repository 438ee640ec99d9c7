package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumDiff;
import dev.sm.storage.NodeSize;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a migration would move. Runs none.
 */
final class PoolMigrationsView implements PoolMigrations {

	private final Map<String, Pool> pools;

	private final PoolFactory factory;

	private final Map<String, Share> shares = new ConcurrentHashMap<>();

	PoolMigrationsView(Map<String, Pool> pools, PoolFactory factory) {
		this.pools = pools;
		this.factory = factory;
	}

	@Override
	public MigrationPlan plan(String pool, Map<String, Integer> weights) {
		Pool known = known(pool);
		Topology topology = known.topology();
		ContinuumDiff diff = ContinuumDiff.between(topology.continuum(), target(known, weights));
		Map<String, Double> shares = topology.continuum().shares();
		Set<String> sources = diff.moves().stream().map(ContinuumDiff.Move::from).collect(Collectors.toSet());
		Map<String, NodeSize> sizes = NodeSizes.ask(sources.stream().map(topology::named).toList(),
				known.settings().keyPrefix().getBytes(StandardCharsets.UTF_8));
		List<MigrationPlan.Move> moves = diff.moves()
			.stream()
			.map((move) -> move(move.share() / shares.getOrDefault(move.from(), 1.0), move, topology,
					sizes.get(topology.named(move.from()).id())))
			.toList();
		return new MigrationPlan(diff.share(), moves);
	}

	private static MigrationPlan.Move move(double part, ContinuumDiff.Move move, Topology topology,
			@Nullable NodeSize held) {
		Long bytes = (held != null) ? held.bytes() : null;
		return new MigrationPlan.Move(topology.named(move.from()).id(), topology.named(move.to()).id(), move.share(),
				(held != null) ? Math.round(part * held.keys()) : null,
				(bytes != null) ? Math.round(part * bytes) : null);
	}

	@Override
	public MigrationStatus begin(String pool, Map<String, Integer> weights, MigrationMode mode) {
		target(known(pool), weights);
		throw refused("a migration of pool '" + pool + "' cannot begin: these pools have no coordination store");
	}

	@Override
	public MigrationStatus end(String pool) {
		known(pool);
		throw refused("there is no migration of pool '" + pool + "' to end");
	}

	@Override
	public MigrationStatus abort(String pool) {
		known(pool);
		throw refused("there is no migration of pool '" + pool + "' to abort");
	}

	@Override
	public MigrationStatus status(String pool) {
		Map<String, Integer> weights = known(pool).topology().weights();
		return new MigrationStatus("STABLE", null, weights, weights, 0, 0L, 0, null);
	}

	/**
	 * What a migration between weights moves of the key space: 0 to 1. Pages that show
	 * one ask often, and it takes milliseconds.
	 */
	double share(String pool, Map<String, Integer> from, Map<String, Integer> to) {
		Pool known = known(pool);
		Share last = this.shares.get(pool);
		if (last == null || !last.from().equals(from) || !last.to().equals(to)) {
			ContinuumDiff diff = ContinuumDiff.between(this.factory.continuum(known.settings(), from),
					this.factory.continuum(known.settings(), to));
			last = new Share(Map.copyOf(from), Map.copyOf(to), diff.share());
			this.shares.put(pool, last);
		}
		return last.share();
	}

	Pool known(String pool) {
		Pool known = this.pools.get(pool);
		if (known == null) {
			throw new MigrationRefusedException("there is no pool '" + PoolKeys.shown(pool) + "'; there are "
					+ String.join(", ", new TreeSet<>(this.pools.keySet())), true);
		}
		return known;
	}

	/** Weights of all configured nodes, checked. */
	Map<String, Integer> complete(String pool, Map<String, Integer> weights) {
		Pool known = known(pool);
		target(known, weights);
		Map<String, Integer> complete = new LinkedHashMap<>();
		known.topology().nodes().forEach((node) -> complete.put(node.id(), weights.getOrDefault(node.id(), 0)));
		return complete;
	}

	private Continuum target(Pool pool, Map<String, Integer> weights) {
		Map<String, Integer> complete = new LinkedHashMap<>();
		pool.topology().nodes().forEach((node) -> complete.put(node.id(), 0));
		weights.forEach((node, weight) -> {
			if (complete.replace(node, weight) == null) {
				throw refused("node '" + PoolKeys.shown(node) + "' is not configured in pool '" + pool.name()
						+ "'; configured are " + String.join(", ", new TreeMap<>(pool.topology().weights()).keySet()));
			}
			if (weight < 0 || weight > NodeSettings.MAX_WEIGHT) {
				throw refused("the weight of node '" + node + "' must be between 0 and " + NodeSettings.MAX_WEIGHT
						+ " (was " + weight + ")");
			}
		});
		if (complete.values().stream().noneMatch((weight) -> weight > 0)) {
			throw refused("a node of pool '" + pool.name() + "' at least must have a weight above 0");
		}
		try {
			return this.factory.continuum(pool.settings(), complete);
		}
		catch (InvalidPoolException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
	}

	private record Share(Map<String, Integer> from, Map<String, Integer> to, double share) {

	}

	private static MigrationRefusedException refused(String reason) {
		return new MigrationRefusedException(reason, false);
	}

}
