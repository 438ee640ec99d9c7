package dev.sm.routing.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import org.jspecify.annotations.Nullable;

/**
 * The owners that the assignment knows. It corrects itself.
 *
 * @param router the router of the service
 * @param participants the addresses of all participants
 */
record RouterOwners(ShardRouter router, Supplier<List<URI>> participants) implements Owners {

	private static final int MAX_TARGETS = 3;

	@Override
	public String shardFor(String key) {
		return this.router.shardFor(key);
	}

	@Override
	public List<URI> targets(@Nullable String shardId, boolean standby) {
		Set<URI> targets = new LinkedHashSet<>();
		if (shardId != null) {
			for (ShardOwner owner : this.router.ownersOf(shardId)) {
				if (owner.address() != null && (standby || owner.role() == ShardOwner.Role.OWNER)) {
					targets.add(owner.address());
				}
			}
		}
		targets.addAll(this.participants.get());
		return new ArrayList<>(targets).subList(0, Math.min(targets.size(), MAX_TARGETS));
	}

	@Override
	public void learn(ShardOwner owner, int shards) {
	}

	@Override
	public void failed(URI target) {
	}

}
