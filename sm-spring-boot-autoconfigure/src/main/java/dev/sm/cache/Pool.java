package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool that is in use. Its topology is one immutable value, read once per operation and
 * swapped atomically.
 */
final class Pool {

	private static final Logger logger = LoggerFactory.getLogger(Pool.class);

	private final PoolSettings settings;

	private final PoolRunner runner;

	private final PoolKeys keys;

	private final Requests requests;

	private final Loads loads;

	private final Executor loadExecutor;

	private final Topologies topologies;

	private volatile @Nullable ConfiguredNodes configured;

	private volatile @Nullable NearCaching near;

	Pool(PoolSettings settings, Topologies topologies, CacheCodec codec, PoolRunner runner, Loads loads,
			Executor loadExecutor) {
		this.settings = settings;
		this.topologies = topologies;
		this.runner = runner;
		this.loads = loads;
		this.loadExecutor = loadExecutor;
		this.keys = new PoolKeys(settings.keyPrefix(), settings.hashTag());
		this.requests = new Requests(settings.name(), this.keys, new PoolValues(codec, settings.values()),
				this::topology, settings.defaultTtl(), null);
	}

	String name() {
		return this.settings.name();
	}

	PoolSettings settings() {
		ConfiguredNodes now = this.configured;
		return (now != null) ? now.settings() : this.settings;
	}

	/** What may change while the pool is in use, or {@code null} if nothing may. */
	@Nullable ConfiguredNodes configured() {
		return this.configured;
	}

	/** What keeps values inside this instance, or {@code null} if nothing does. */
	@Nullable NearCaching near() {
		return this.near;
	}

	void near(@Nullable NearCaching caching) {
		this.near = caching;
	}

	void configured(ConfiguredNodes nodes) {
		this.configured = nodes;
	}

	Topology topology() {
		return this.topologies.current();
	}

	Topologies topologies() {
		return this.topologies;
	}

	PoolRunner runner() {
		return this.runner;
	}

	PoolKeys keys() {
		return this.keys;
	}

	/** Requests that are not fenced. */
	Requests requests() {
		return this.requests;
	}

	Loads loads() {
		return this.loads;
	}

	Executor loadExecutor() {
		return this.loadExecutor;
	}

	/** Finds what stands in for nodes among all pools. */
	void standIns(Map<String, Pool> all) {
		GutterSettings gutter = this.settings.gutter();
		Pool target = (gutter != null) ? all.get(gutter.pool()) : null;
		if (gutter != null && target != null) {
			this.runner.gutter(this.settings, GutterPool.of(name(), target, gutter.ttl()), topology().nodes());
		}
	}

	/** Lets every node get ready; does not wait for it. */
	void warmUp() {
		topology().nodes().forEach(PoolNode::warmUp);
	}

	/** Asks every node whether it answers; never fails. */
	CompletableFuture<Void> probe() {
		List<CompletableFuture<Boolean>> pings = new ArrayList<>();
		for (PoolNode node : topology().nodes()) {
			pings.add(this.runner.probe(node));
		}
		return CompletableFuture.allOf(pings.toArray(new CompletableFuture<?>[0]));
	}

	void close() {
		this.runner.close();
		for (PoolNode node : topology().nodes()) {
			close(node);
		}
	}

	private void close(PoolNode node) {
		try {
			node.close();
		}
		catch (RuntimeException ex) {
			logger.warn("Node '{}' of pool '{}' could not be closed", node.id(), name(), ex);
		}
	}

}
