package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.continuum.ContinuumAlgorithms;
import dev.sm.coordination.CoordinationStore;
import org.jspecify.annotations.Nullable;

/**
 * Makes pools of what a builder has collected.
 */
final class PoolsStart {

	private final PoolsBuilder given;

	private final DeadlineDriver deadlines;

	private final NearPools near;

	private final PoolFactory factory;

	private final PoolMaker maker;

	PoolsStart(PoolsBuilder given) {
		this.given = given;
		this.deadlines = new DeadlineDriver(given.clock);
		this.near = new NearPools(given.near, this.deadlines.clock());
		this.factory = new PoolFactory(new ContinuumAlgorithms(given.algorithms), given.factories,
				this.deadlines.clock(), this.near, given.decorator);
		this.maker = new PoolMaker(this.factory, this.deadlines, (given.codec != null) ? given.codec : new PlainCodec(),
				given.listener, given.loadExecutor, given.zone);
	}

	MadePools pools() {
		CoordinationStore store = this.given.store;
		MigrationDriver driver = (store != null)
				? new MigrationDriver(store, this.given.participant, this.given.sessionTtl) : null;
		Map<String, Pool> pools = new LinkedHashMap<>();
		try {
			open(pools, driver, store);
			if (this.given.rules != null) {
				PrefixRoutes.check(this.given.rules, pools.keySet());
			}
		}
		catch (RuntimeException ex) {
			if (driver != null) {
				driver.close();
			}
			pools.values().forEach(Pool::close);
			throw ex;
		}
		MadePools made = new MadePools(pools, beside(pools, driver, store));
		pools.values().forEach((pool) -> pool.near(this.near.of(pool.name())));
		pools.values().forEach((pool) -> pool.standIns(pools));
		pools.values().forEach(Pool::warmUp);
		made.migrateToConfigured();
		return made;
	}

	private void open(Map<String, Pool> pools, @Nullable MigrationDriver driver, @Nullable CoordinationStore store) {
		PhaseDriver phases = (store != null) ? new PhaseDriver(store, this.given.storePrefix, this.given.startTimeout)
				: null;
		for (PoolSettings pool : this.given.settings) {
			if (pools.containsKey(pool.name())) {
				throw new InvalidPoolException(pool.name(), "is configured twice");
			}
			boolean migrates = pool.type() == PoolSettings.Type.SHARDED;
			refuseGutters(pool);
			pools.put(pool.name(), (migrates && store != null && driver != null && phases != null)
					? this.maker.shared(pool, phases, driver, store, this.given.storePrefix) : this.maker.alone(pool));
		}
	}

	private Beside beside(Map<String, Pool> pools, @Nullable MigrationDriver driver,
			@Nullable CoordinationStore store) {
		PoolMigrationsView view = new PoolMigrationsView(pools, this.factory);
		if (store == null || driver == null) {
			return new Beside(view, this.deadlines, driver, null, this.given.rules);
		}
		driver.start();
		LivePoolMigrations live = new LivePoolMigrations(pools, view, store, this.given.storePrefix, driver);
		return new Beside(live, this.deadlines, driver, new PoolRefresher(live, driver, this.maker), this.given.rules);
	}

	private void refuseGutters(PoolSettings pool) {
		GutterSettings gutter = pool.gutter();
		if (gutter == null) {
			return;
		}
		PoolSettings target = this.given.settings.stream()
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
	 * What pools have beside themselves.
	 *
	 * @param migrations their migrations
	 * @param deadlines ends what takes too long
	 * @param driver takes part in migrations, or {@code null} without a store
	 * @param refresher applies what was read again, or {@code null} without a store
	 * @param rules which pool a key belongs to, or {@code null} if nothing says so
	 */
	record Beside(PoolMigrations migrations, DeadlineDriver deadlines, @Nullable MigrationDriver driver,
			@Nullable PoolRefresher refresher, @Nullable PrefixRules rules) {

	}

}
