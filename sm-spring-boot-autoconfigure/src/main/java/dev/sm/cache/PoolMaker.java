package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.sm.cache.PoolSettings.MigrationFence;
import dev.sm.continuum.Continuum;
import dev.sm.coordination.CoordinationStore;

/**
 * Makes pools.
 *
 * @param factory makes continua and nodes
 * @param deadlines ends what takes too long
 * @param codec turns values into bytes
 * @param listener is told of commands
 * @param loadExecutor runs loaders
 */
record PoolMaker(PoolFactory factory, DeadlineDriver deadlines, CacheCodec codec, CacheListener listener,
		Executor loadExecutor) {

	/** How much longer than its timeout an operation may keep others from going on. */
	private static final long PATIENCE = 30_000_000_000L;

	/** A pool of this instance alone, with the configured weights. */
	Pool alone(PoolSettings settings) {
		Map<String, Integer> weights = WeightsDecision.configured(settings);
		Continuum continuum = this.factory.continuum(settings, weights);
		Topology topology = new Topology(continuum, this.factory.nodes(settings, null), weights);
		return pool(settings, new Topologies(topology, false));
	}

	/** A pool of which the store tells where it stands. */
	Pool shared(PoolSettings settings, PhaseDriver phases, MigrationDriver driver, CoordinationStore store,
			String prefix) {
		// what is configured must be good even where the store has other weights
		this.factory.continuum(settings, WeightsDecision.configured(settings));
		PhaseDriver.Start start = phases.phase(settings);
		PoolNames names = PoolNames.of(prefix, settings.name());
		MigrationDriver.Guard guard = driver.guard(names);
		List<PoolNode> nodes = this.factory.nodes(settings, guard);
		boolean memory = settings.nodes().stream().anyMatch((node) -> "memory".equals(node.scheme()));
		Parts parts = new Parts(settings.name(), names, driver.connections(names), store,
				new Topologies(topology(settings, nodes, start.phase().view()),
						settings.migrationFence() == MigrationFence.SCRIPT),
				(view) -> topology(settings, nodes, view), nodes,
				(node, weights) -> PoolFactory.fingerprint(settings, node.id(), weights),
				memory ? Long.MAX_VALUE / 4 : settings.timeout().toNanos() + PATIENCE);
		Pool pool = pool(settings, parts.topologies());
		MigrationTools tools = driver.tools(names, pool.keys(), settings.keyPrefix().getBytes(StandardCharsets.UTF_8),
				settings.migrationRate());
		driver.add(settings.name(), new PoolMember(parts, tools, start.phase(), start.revision()), guard);
		return pool;
	}

	private Topology topology(PoolSettings settings, List<PoolNode> nodes, Phase.View view) {
		Continuum from = this.factory.continuum(settings, view.from());
		Continuum to = view.aware() ? this.factory.continuum(settings, view.to()) : null;
		return new Topology(view.m(), from, to, nodes, view.from(), view.to());
	}

	private Pool pool(PoolSettings settings, Topologies topologies) {
		MovingCall.Context moving = new MovingCall.Context(PoolNames.encode(settings.name()), topologies,
				this.deadlines::later, this.deadlines.clock());
		PoolRunner runner = new PoolRunner(settings.name(), settings.timeout(), this.deadlines, this.listener, moving);
		return new Pool(settings, topologies, this.codec, runner,
				new Loads(settings.name(), settings.loadDeadline(), this.deadlines), this.loadExecutor);
	}

}
