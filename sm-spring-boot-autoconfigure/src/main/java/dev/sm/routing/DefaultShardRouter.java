package dev.sm.routing;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sm.manager.ShardManager;

/**
 * Routes by what a {@link ShardManager} last knew. Keys go to fixed shards by the
 * {@code jump} continuum, so that another count of shards moves as few keys as can be.
 * Thread-safe.
 */
public final class DefaultShardRouter implements ShardRouter {

	private final ShardManager manager;

	private final Map<String, Integer> counts;

	/**
	 * Creates a router for the manager's service.
	 * @param manager knows the assignment, of this and of the other services
	 * @param counts how many fixed shards each service has, by its name
	 */
	public DefaultShardRouter(ShardManager manager, Map<String, Integer> counts) {
		this.manager = manager;
		this.counts = Map.copyOf(counts);
	}

	@Override
	public String shardFor(String key) {
		throw new IllegalStateException("service '" + this.manager.service()
				+ "' must have fixed shards to find one by key (had " + this.counts.get(this.manager.service()) + ")");
	}

	@Override
	public Optional<ShardOwner> ownerOf(String shardId) {
		return this.manager.assignment()
			.ownerOf(shardId)
			.map((owner) -> new ShardOwner(shardId, owner.participantId(), (URI) null, owner.epoch(),
					ShardOwner.Role.OWNER));
	}

	@Override
	public List<ShardOwner> ownersOf(String shardId) {
		return ownerOf(shardId).map(List::of).orElse(List.of());
	}

	@Override
	public ShardRouter forService(String service) {
		return new DefaultShardRouter(this.manager.forService(service), this.counts);
	}

}
