package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.sm.cache.PoolSettings.MigrationFence;
import dev.sm.continuum.Continuum;
import dev.sm.coordination.CoordinationStore;
import dev.sm.storage.ConnectionGuard;
import org.jspecify.annotations.Nullable;

/**
 * Makes pools.
 *
 * @param factory makes continua and nodes
 * @param deadlines ends what takes too long
 * @param codec turns values into bytes
 * @param listener is told of commands
 * @param loadExecutor runs loaders
 * @param zone where this instance is, or {@code null}
 */
record PoolMaker(PoolFactory factory, DeadlineDriver deadlines, CacheCodec codec, CacheListener listener,
		Executor loadExecutor, @Nullable String zone) {

	/** How much longer than its timeout an operation may keep others from going on. */
	private static final long PATIENCE = 30_000_000_000L;

	/** A pool of this instance alone, with the configured weights. */
	Pool alone(PoolSettings settings) {
		Map<String, Integer> weights = WeightsDecision.configured(settings);
		Continuum continuum = this.factory.continuum(settings, weights);
		Topology topology = new Topology(continuum, this.factory.nodes(settings, null), weights);
		boolean replicated = settings.type() == PoolSettings.Type.REPLICATED;
		Pool pool = pool(settings, new Topologies(topology, false),
				replicated ? new ReplicaPlan(settings, topology.nodes(), this.zone) : null);
		Replicas replicas = pool.runner().replicas();
		if (replicas != null) {
			replicas.start();
		}
		return pool;
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
		ConfiguredNodes configured = new ConfiguredNodes(settings, nodes);
		Parts parts = new Parts(settings.name(), names, driver.connections(names), store,
				new Topologies(topology(configured.state(), start.phase().view()),
						settings.migrationFence() == MigrationFence.SCRIPT),
				(view) -> topology(configured.state(), view), configured,
				(node, weights) -> PoolFactory.fingerprint(configured.settings(), node.id(), weights),
				memory ? Long.MAX_VALUE / 4 : settings.timeout().toNanos() + PATIENCE);
		Pool pool = pool(settings, parts.topologies(), null);
		pool.configured(configured);
		MigrationTools tools = driver.tools(names, pool.keys(), settings.keyPrefix().getBytes(StandardCharsets.UTF_8),
				settings.migrationRate());
		driver.add(settings.name(), new PoolMember(parts, tools, start.phase(), start.revision(), this.listener),
				guard);
		return pool;
	}

	/** Makes the nodes that have come; none is left open if the pool cannot have them. */
	List<PoolNode> more(PoolChange change, ConfiguredNodes configured, @Nullable ConnectionGuard guard) {
		this.factory.continuum(change.settings(), WeightsDecision.configured(change.settings()));
		return this.factory.nodes(change.settings(), change.added(), configured.nodes().size(), guard);
	}

	private Topology topology(ConfiguredNodes.State configured, Phase.View view) {
		PoolSettings settings = configured.settings();
		List<PoolNode> nodes = configured.nodes();
		Continuum from = this.factory.continuum(settings, view.from());
		Continuum to = view.aware() ? this.factory.continuum(settings, view.to()) : null;
		return new Topology(view.m(), from, to, nodes, view.from(), view.to());
	}

	private Pool pool(PoolSettings settings, Topologies topologies, @Nullable ReplicaPlan replicas) {
		MovingCall.Context moving = new MovingCall.Context(PoolNames.encode(settings.name()), topologies,
				this.deadlines::later, this.deadlines.clock());
		PoolRunner runner = new PoolRunner(settings.name(), settings.timeout(), this.deadlines, this.listener, moving,
				replicas);
		return new Pool(settings, topologies, this.codec, runner,
				new Loads(settings.name(), settings.load(), this.deadlines), this.loadExecutor);
	}

}
