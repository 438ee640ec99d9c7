package dev.sm.manager;

/**
 * What a participant does with its shards while it cannot reach the coordination store.
 */
public enum OwnershipMode {

	/** No session, no shard: never two owners, no work while the store is away. */
	EXCLUSIVE,

	/**
	 * Keeps serving what it held while the store is away: work goes on, two owners are
	 * possible for a while.
	 */
	AFFINITY

}
