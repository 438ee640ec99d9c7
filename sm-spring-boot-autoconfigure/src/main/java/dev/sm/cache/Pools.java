package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongSupplier;

import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.continuum.ContinuumAlgorithms;
import dev.sm.coordination.CoordinationStore;
import dev.sm.storage.NodeFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of an application: makes them of their settings and closes them. Thread-safe.
 */
public final class Pools implements ShardedTemplates, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Pools.class);

	private final Map<String, Pool> pools;

	private final Map<String, ShardedTemplate> templates = new LinkedHashMap<>();

	private final PoolMigrations migrations;

	private final DeadlineDriver deadlines;

	private final @Nullable MigrationDriver driver;

	private @Nullable PoolRefresher refresher;

	private Pools(Map<String, Pool> pools, PoolMigrations migrations, DeadlineDriver deadlines,
			@Nullable MigrationDriver driver) {
		this.pools = pools;
		this.migrations = migrations;
		this.deadlines = deadlines;
		this.driver = driver;
		pools.forEach((name, pool) -> this.templates.put(name, new ShardedTemplate(pool)));
	}

	/**
	 * Starts to collect what pools are made of.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(this.templates.keySet());
	}

	@Override
	public ShardedTemplate get(String pool) {
		ShardedTemplate template = this.templates.get(pool);
		if (template == null) {
			throw new IllegalArgumentException("there is no pool '" + pool + "'; there are "
					+ String.join(", ", new TreeSet<>(this.templates.keySet())));
		}
		return template;
	}

	/**
	 * The migrations of these pools.
	 * @return the migrations
	 */
	public PoolMigrations migrations() {
		return this.migrations;
	}

	/**
	 * Applies settings that were read again, as {@link PoolRefresh} has it.
	 * @param settings the settings of all pools
	 * @return what became of each pool
	 */
	public synchronized Map<String, PoolRefresh.Outcome> refresh(Collection<PoolSettings> settings) {
		Map<String, PoolRefresh.Outcome> outcomes = new LinkedHashMap<>();
		Set<String> gone = new TreeSet<>(this.pools.keySet());
		for (PoolSettings next : settings) {
			Pool pool = this.pools.get(next.name());
			gone.remove(next.name());
			outcomes.put(next.name(),
					(pool != null && this.refresher != null) ? this.refresher.apply(pool, next)
							: PoolRefresher.refused(next.name(), (pool != null) ? "it has no coordination store"
									: "it is new, and pools are made at the start only: restart the instances"));
		}
		gone.forEach((name) -> outcomes.put(name, PoolRefresher.refused(name,
				"it is not configured any more, and pools end with the instance only: restart the instances")));
		return outcomes;
	}

	/** Begins what {@code on-change} asks for. */
	private void migrateToConfigured() {
		if (!(this.migrations instanceof LivePoolMigrations live)) {
			return;
		}
		this.pools.values()
			.stream()
			.filter((pool) -> pool.settings().onChange() == PoolSettings.OnChange.MIGRATE)
			.filter((pool) -> pool.settings().type() == PoolSettings.Type.SHARDED)
			.forEach((pool) -> {
				try {
					live.beginAutomatically(pool.name(), WeightsDecision.configured(pool.settings()));
				}
				catch (MigrationRefusedException ex) {
					logger.info("Pool '{}' does not migrate to its configured weights now: {}", pool.name(),
							ex.getMessage());
				}
			});
	}

	/**
	 * What keeps a pool's nodes from being what they should be.
	 * @param pool the name of the pool
	 * @return for people; empty if all is well
	 */
	public List<String> problems(String pool) {
		return (this.migrations instanceof LivePoolMigrations live) ? live.problems(pool) : List.of();
	}

	/**
	 * Closes all nodes. Operations that are under way fail, as does whatever is asked
	 * afterwards.
	 */
	@Override
	public void close() {
		if (this.driver != null) {
			this.driver.close();
		}
		this.pools.values().forEach(Pool::close);
		this.deadlines.close();
	}

	/**
	 * Collects what pools are made of. Not thread-safe.
	 */
	public static final class Builder {

		private final List<PoolSettings> settings = new ArrayList<>();

		private final List<NodeFactory> factories = new ArrayList<>();

		private final List<ContinuumAlgorithm> algorithms = new ArrayList<>();

		private @Nullable CacheCodec codec;

		private CacheListener listener = CacheListener.NONE;

		private NearCaching.@Nullable Factory near;

		private NodeDecorator decorator = NodeDecorator.NONE;

		private @Nullable CoordinationStore store;

		private String storePrefix = "/sm";

		private Duration startTimeout = Duration.ofSeconds(60);

		private String participant = "unnamed";

		private Duration sessionTtl = Duration.ofSeconds(10);

		private Executor loadExecutor = ForkJoinPool.commonPool();

		private @Nullable LongSupplier clock;

		private @Nullable String zone;

		private Builder() {
		}

		/**
		 * Adds pools.
		 * @param settings their settings
		 * @return this
		 */
		public Builder pools(Collection<PoolSettings> settings) {
			this.settings.addAll(settings);
			return this;
		}

		/**
		 * Adds kinds of node. The first factory that knows a scheme is used for it.
		 * @param factories the factories
		 * @return this
		 */
		public Builder nodeFactories(Collection<? extends NodeFactory> factories) {
			this.factories.addAll(factories);
			return this;
		}

		/**
		 * Adds algorithms to those that sm knows.
		 * @param algorithms the algorithms, with names of their own
		 * @return this
		 */
		public Builder algorithms(Collection<? extends ContinuumAlgorithm> algorithms) {
			this.algorithms.addAll(algorithms);
			return this;
		}

		/**
		 * Sets how values other than {@code byte[]} and {@code String} are stored;
		 * without one, only those and whole numbers can be.
		 * @param codec the codec
		 * @return this
		 */
		public Builder codec(@Nullable CacheCodec codec) {
			this.codec = codec;
			return this;
		}

		/**
		 * Sets who is told of commands.
		 * @param listener the listener
		 * @return this
		 */
		public Builder listener(CacheListener listener) {
			this.listener = listener;
			return this;
		}

		/**
		 * Sets what keeps values inside this instance, for pools that ask for it.
		 * @param near makes it
		 * @return this
		 */
		public Builder near(NearCaching.@Nullable Factory near) {
			this.near = near;
			return this;
		}

		/**
		 * Sets what is put around all nodes; nothing by default.
		 * @param decorator puts it there
		 * @return this
		 */
		public Builder decorator(NodeDecorator decorator) {
			this.decorator = decorator;
			return this;
		}

		/**
		 * Sets where the weights are stored; without a store the configured ones are
		 * used.
		 * @param store the store; it is not closed with the pools
		 * @param prefix the prefix of all of sm's keys, such as {@code /sm}
		 * @param timeout how long the start waits for the store at most
		 * @return this
		 */
		public Builder weightsIn(CoordinationStore store, String prefix, Duration timeout) {
			this.store = store;
			this.storePrefix = prefix;
			this.startTimeout = timeout;
			return this;
		}

		/**
		 * Sets as whom this instance takes part in migrations.
		 * @param id the participant's id, for people
		 * @param sessionTtl how long it counts as alive after it was last heard of
		 * @return this
		 */
		public Builder participant(String id, Duration sessionTtl) {
			this.participant = id;
			this.sessionTtl = sessionTtl;
			return this;
		}

		/**
		 * Sets what runs the loaders of asynchronous loads; without one they run on a
		 * thread of the common pool.
		 * @param executor the executor
		 * @return this
		 */
		public Builder loadExecutor(Executor executor) {
			this.loadExecutor = executor;
			return this;
		}

		/**
		 * Sets the clock; without one it is the JVM's.
		 * @param clock tells nanoseconds from an arbitrary origin, never going back
		 * @return this
		 */
		public Builder clock(LongSupplier clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets where this instance is: replicated pools read from nodes in the same zone.
		 * @param zone the zone, or {@code null}
		 * @return this
		 */
		public Builder zone(@Nullable String zone) {
			this.zone = zone;
			return this;
		}

		private void refuseGutters(PoolSettings pool) {
			GutterSettings gutter = pool.gutter();
			if (gutter == null) {
				return;
			}
			PoolSettings target = this.settings.stream()
				.filter((other) -> other.name().equals(gutter.pool()))
				.findFirst()
				.orElseThrow(() -> new InvalidPoolException(pool.name(),
						"'gutter' must name a pool that is configured (was '" + gutter.pool() + "')"));
			if (target.gutter() != null || target.type() != PoolSettings.Type.SHARDED) {
				throw new InvalidPoolException(pool.name(), "'gutter' must name a pool of type 'sharded' without a"
						+ " gutter of its own (was '" + gutter.pool() + "')");
			}
		}

		/**
		 * Makes the pools. Waits for the store, not for the nodes: each of those is asked
		 * whether it answers, so that it connects and loads its client before the first
		 * operation, whose time that would cost. The listener is not told of it.
		 * @return the pools
		 * @throws InvalidPoolException if one cannot be made of its settings
		 * @throws dev.sm.storage.InvalidNodeException if a node cannot be made of its
		 * settings
		 * @throws dev.sm.coordination.CoordinationException if the store did not answer
		 * in time
		 */
		public Pools build() {
			DeadlineDriver deadlines = new DeadlineDriver(this.clock);
			NearPools near = new NearPools(this.near, deadlines.clock());
			PoolFactory factory = new PoolFactory(new ContinuumAlgorithms(this.algorithms), this.factories,
					deadlines.clock(), near, this.decorator);
			PoolMaker maker = new PoolMaker(factory, deadlines, (this.codec != null) ? this.codec : new PlainCodec(),
					this.listener, this.loadExecutor, this.zone);
			CoordinationStore shared = this.store;
			MigrationDriver driver = (shared != null) ? new MigrationDriver(shared, this.participant, this.sessionTtl)
					: null;
			PhaseDriver phases = (shared != null) ? new PhaseDriver(shared, this.storePrefix, this.startTimeout) : null;
			Map<String, Pool> pools = new LinkedHashMap<>();
			try {
				for (PoolSettings pool : this.settings) {
					if (pools.containsKey(pool.name())) {
						throw new InvalidPoolException(pool.name(), "is configured twice");
					}
					boolean migrates = pool.type() == PoolSettings.Type.SHARDED;
					refuseGutters(pool);
					pools.put(pool.name(), (migrates && shared != null && driver != null && phases != null)
							? maker.shared(pool, phases, driver, shared, this.storePrefix) : maker.alone(pool));
				}
			}
			catch (RuntimeException ex) {
				if (driver != null) {
					driver.close();
				}
				pools.values().forEach(Pool::close);
				throw ex;
			}
			PoolMigrationsView view = new PoolMigrationsView(pools, factory);
			PoolMigrations migrations = view;
			PoolRefresher refresher = null;
			if (shared != null && driver != null) {
				driver.start();
				LivePoolMigrations live = new LivePoolMigrations(pools, view, shared, this.storePrefix, driver);
				refresher = new PoolRefresher(live, driver, maker);
				migrations = live;
			}
			pools.values().forEach((pool) -> pool.near(near.of(pool.name())));
			pools.values().forEach((pool) -> pool.standIns(pools));
			pools.values().forEach(Pool::warmUp);
			Pools made = new Pools(pools, migrations, deadlines, driver);
			made.refresher = refresher;
			made.migrateToConfigured();
			return made;
		}

	}

}
