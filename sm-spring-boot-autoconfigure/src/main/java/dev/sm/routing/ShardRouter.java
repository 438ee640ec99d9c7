package dev.sm.routing;

import java.util.List;
import java.util.Optional;

/**
 * Finds the owner of a key or of a shard, from the last known assignment. Thread-safe,
 * and never waits for the store.
 */
public interface ShardRouter {

	/**
	 * The fixed shard that a key belongs to.
	 * @param key the key
	 * @return the id of the shard
	 * @throws IllegalStateException if the service has no fixed shards
	 */
	String shardFor(String key);

	/**
	 * The owner of a shard.
	 * @param shardId the shard
	 * @return its owner, if it has one
	 */
	Optional<ShardOwner> ownerOf(String shardId);

	/**
	 * The owner of the fixed shard that a key belongs to.
	 * @param key the key
	 * @return the owner, if the shard has one
	 * @throws IllegalStateException if the service has no fixed shards
	 */
	default Optional<ShardOwner> ownerFor(String key) {
		return ownerOf(shardFor(key));
	}

	/**
	 * All participants that can answer for a shard.
	 * @param shardId the shard
	 * @return the owner first, if there is one, then the standbys
	 */
	List<ShardOwner> ownersOf(String shardId);

	/**
	 * The router of another service that this application takes part in.
	 * @param service the name of the service
	 * @return its router
	 * @throws IllegalArgumentException if the application does not take part in it
	 */
	ShardRouter forService(String service);

}
