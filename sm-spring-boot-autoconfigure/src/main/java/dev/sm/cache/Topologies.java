package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The topology of a pool, and those before it of which operations may still be under way.
 * Every operation begins under the topology that then counts, and is counted there until
 * it can have no effect any more. Thread-safe.
 */
class Topologies {

	private final List<Topology> older = new ArrayList<>();

	private final boolean scripted;

	private volatile Topology current;

	private volatile MigrationHooks hooks = MigrationHooks.NONE;

	/**
	 * Creates a holder.
	 * @param first the first topology
	 * @param scripted whether every command carries the number of the migration, because
	 * connections cannot be ended
	 */
	Topologies(Topology first, boolean scripted) {
		this.current = first;
		this.scripted = scripted;
	}

	Topology current() {
		return this.current;
	}

	boolean scripted() {
		return this.scripted;
	}

	MigrationHooks hooks() {
		return this.hooks;
	}

	void hooks(MigrationHooks hooks) {
		this.hooks = hooks;
	}

	/**
	 * Begins an operation.
	 * @return the topology, whose {@link Topology#inFlight()} is to be told of the end
	 */
	Topology begin() {
		while (true) {
			Topology topology = this.current;
			topology.inFlight().begin();
			if (topology == this.current) {
				return topology;
			}
			topology.inFlight().end();
		}
	}

	/** Whether a key may be at two places, or its commands carry the number anyway. */
	boolean steps(Topology topology, byte[] placed, PoolNode owner) {
		return this.scripted || topology.destination(placed, owner) != null;
	}

	/** Lets operations begin under another topology from here on. */
	synchronized void adopt(Topology next) {
		this.older.add(this.current);
		this.current = next;
	}

	/** Whether no operation of an earlier topology is under way. */
	synchronized boolean drained() {
		this.older.removeIf((topology) -> topology.inFlight().none());
		return this.older.isEmpty();
	}

	/**
	 * Whether no operation is under way that was begun before a migration.
	 * @param m the number of the migration
	 */
	synchronized boolean drainedBefore(long m) {
		return this.older.stream().allMatch((topology) -> topology.m() >= m || topology.inFlight().none());
	}

}
