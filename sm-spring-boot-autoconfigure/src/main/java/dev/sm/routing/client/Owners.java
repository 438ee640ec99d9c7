package dev.sm.routing.client;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of the owners of one service's shards. Thread-safe.
 */
public interface Owners {

	/**
	 * The shard of a key.
	 * @param key the key
	 * @return the id of the fixed shard, or {@code null} while that cannot be told
	 */
	@Nullable String shardFor(String key);

	/**
	 * Where a request may go, best first. Whoever is not the owner sends it on.
	 * @param shardId the shard, or {@code null} if it is not known
	 * @param standby whether a standby may answer
	 * @return addresses
	 */
	List<URI> targets(@Nullable String shardId, boolean standby);

	/**
	 * Takes what an answer says of the owner.
	 * @param owner the owner
	 * @param shards how many fixed shards the service has
	 */
	void learn(ShardOwner owner, int shards);

	/**
	 * Takes that nobody answers at an address.
	 * @param target the address
	 */
	void failed(URI target);

	/**
	 * Takes that an instance is about to stop. It still sends requests on, but what any
	 * instance could take should go to another one.
	 * @param target its address
	 */
	default void leaving(URI target) {
	}

	/**
	 * The owners that this application knows from the assignment, as a participant or
	 * with {@code sm.participant.enabled=false}.
	 * @param router the router of the service
	 * @param participants the addresses of all participants, for when the owner is not
	 * known or does not answer
	 * @return the owners
	 */
	static Owners of(ShardRouter router, Supplier<List<URI>> participants) {
		return new RouterOwners(router, participants);
	}

	/**
	 * The owners that answers tell, for a program without access to the coordination
	 * store. The instances must have {@code sm.routing.forward.tell-owner}.
	 * @param seeds addresses of some instances, or of a load balancer before them: at
	 * least one
	 * @return the owners, none of them known yet
	 */
	static Owners learning(List<URI> seeds) {
		return new LearningOwners(seeds);
	}

}
