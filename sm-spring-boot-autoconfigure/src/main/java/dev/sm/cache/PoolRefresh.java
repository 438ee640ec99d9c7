package dev.sm.cache;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of pools again while they are in use. Implementations are
 * thread-safe.
 */
public interface PoolRefresh {

	/**
	 * Reads the configuration. Of a pool, nodes may come, nodes that hold nothing may go,
	 * and weights and {@code on-change} may change; {@code on-change} says what becomes
	 * of other weights than the stored ones. A pool that is refused stays as it is. The
	 * {@linkplain PrefixRules rules} that say which pool a key belongs to are replaced.
	 * @return what became of each pool that is configured or in use
	 * @throws RuntimeException if the configuration cannot be bound, or the rules cannot
	 * be; nothing has changed
	 */
	Map<String, Outcome> refresh();

	/**
	 * What became of a pool.
	 *
	 * @param result the result
	 * @param reason for people, or {@code null} if there is nothing to say
	 */
	record Outcome(Result result, @Nullable String reason) {

	}

	/** What may become of a pool. */
	enum Result {

		/** It is as it was. */
		UNCHANGED,

		/** Nodes have come, or weights were read that are kept for later. */
		KEPT,

		/** It migrates to the configured weights. */
		MIGRATING,

		/** What was read cannot be; the pool is as it was. */
		REFUSED

	}

}
