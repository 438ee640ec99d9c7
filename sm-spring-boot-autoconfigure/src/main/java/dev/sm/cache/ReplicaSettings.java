package dev.sm.cache;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a replicated pool writes to its nodes and reads from them. Immutable.
 *
 * @param write when a write is acknowledged
 * @param hedgeBudget which part of reads may be sent to a second node because the first
 * is slow: 0 to 1
 * @param askOthers whether other nodes are asked for what one does not have
 * @param repairTtl how long a value lives that was copied to a node that lacked it, 1ms
 * or more
 * @param warmUp how long a node that answers again is filled before it is read from, at
 * most
 * @param maxMissed most keys of missed writes that are remembered for one node, 1 or more
 * @param directory where they are kept, or {@code null} for in memory alone
 */
public record ReplicaSettings(Write write, double hedgeBudget, boolean askOthers, Duration repairTtl, Duration warmUp,
		int maxMissed, @Nullable Path directory) {

	/** What a pool does that is told nothing else. */
	public static final ReplicaSettings DEFAULT = new ReplicaSettings(Write.ALL, 0.05, true, Duration.ofMinutes(1),
			Duration.ofSeconds(10), 100_000, null);

	public ReplicaSettings {
		check(hedgeBudget >= 0 && hedgeBudget <= 1, "read.hedge-budget", "between 0 and 1", hedgeBudget);
		check(repairTtl.toMillis() >= 1, "read.repair-ttl", "1ms or more", repairTtl);
		check(!warmUp.isNegative(), "repair.warm-up", "0s or more", warmUp);
		check(maxMissed >= 1, "repair.max-missed", "1 or more", maxMissed);
	}

	/**
	 * These settings with other acknowledgements.
	 * @param other when a write is acknowledged
	 * @return the new settings
	 */
	public ReplicaSettings write(Write other) {
		return new ReplicaSettings(other, this.hedgeBudget, this.askOthers, this.repairTtl, this.warmUp, this.maxMissed,
				this.directory);
	}

	private static void check(boolean condition, String name, String wanted, Object value) {
		if (!condition) {
			throw new IllegalArgumentException("'" + name + "' must be " + wanted + " (was " + value + ")");
		}
	}

	/** When a write to a replicated pool is acknowledged. */
	public enum Write {

		/** When all nodes have it. */
		ALL,

		/** When more than half of the nodes have it. */
		MAJORITY,

		/** When one node has it; the others get it at the same time. */
		ASYNC;

		/** How many of so many nodes must have it. */
		int needed(int nodes) {
			return switch (this) {
				case ALL -> nodes;
				case MAJORITY -> nodes / 2 + 1;
				case ASYNC -> 1;
			};
		}

		/**
		 * How many nodes must lack a key before it can be said that nobody wrote it: so
		 * many that they have a node in common with those that acknowledged.
		 */
		int missesNeeded(int nodes) {
			return (this == MAJORITY) ? nodes - needed(nodes) + 1 : 1;
		}

	}

}
