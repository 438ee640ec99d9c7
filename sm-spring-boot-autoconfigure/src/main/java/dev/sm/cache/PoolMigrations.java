package dev.sm.cache;

import java.util.Map;

/**
 * The migrations of the pools. Nodes are named as in the configuration; a node that is
 * left out holds nothing afterwards. Thread-safe.
 */
public interface PoolMigrations {

	/**
	 * Tells what a migration would move.
	 * @param pool the pool
	 * @param weights the weight of each node afterwards
	 * @return the share of the key space per pair of nodes
	 * @throws MigrationRefusedException if it cannot be done
	 */
	MigrationPlan plan(String pool, Map<String, Integer> weights);

	/**
	 * Begins a migration.
	 * @param pool the pool
	 * @param weights the weight of each node afterwards
	 * @param mode how keys move
	 * @return where it stands
	 * @throws MigrationRefusedException if it cannot be done
	 */
	MigrationStatus begin(String pool, Map<String, Integer> weights, MigrationMode mode);

	/**
	 * Ends a migration.
	 * @param pool the pool
	 * @return where it stands
	 * @throws MigrationRefusedException if it cannot be done
	 */
	MigrationStatus end(String pool);

	/**
	 * Takes a migration back.
	 * @param pool the pool
	 * @return where it stands
	 * @throws MigrationRefusedException if it cannot be done
	 */
	MigrationStatus abort(String pool);

	/**
	 * Tells where a pool's migration stands.
	 * @param pool the pool
	 * @return where it stands; phase {@code STABLE} if none runs
	 * @throws MigrationRefusedException if there is no such pool
	 */
	MigrationStatus status(String pool);

}
