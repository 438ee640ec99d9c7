package dev.sm.cache;

import java.util.Map;

/**
 * The migrations of pools that may not be made yet: whoever asks for one makes them.
 *
 * @param pools the pools
 */
record UnmadeMigrations(Pools pools) implements PoolMigrations {

	private PoolMigrations migrations() {
		return this.pools.made().migrations();
	}

	@Override
	public MigrationPlan plan(String pool, Map<String, Integer> weights) {
		return migrations().plan(pool, weights);
	}

	@Override
	public MigrationStatus begin(String pool, Map<String, Integer> weights, MigrationMode mode) {
		return migrations().begin(pool, weights, mode);
	}

	@Override
	public MigrationStatus end(String pool) {
		return migrations().end(pool);
	}

	@Override
	public MigrationStatus abort(String pool) {
		return migrations().abort(pool);
	}

	@Override
	public MigrationStatus status(String pool) {
		return migrations().status(pool);
	}

}
