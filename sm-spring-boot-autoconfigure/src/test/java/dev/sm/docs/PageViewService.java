package dev.sm.docs;

import java.net.URI;
import java.util.Optional;

import dev.sm.cache.ShardedTemplate;
import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import dev.sm.shard.Shard;

import org.springframework.stereotype.Service;

// tag::router[]
@Service
class PageViewService {

	private final ShardRouter router;

	private final ShardManager manager;

	private final ShardedTemplate cache;

	PageViewService(ShardRouter router, ShardManager manager, ShardedTemplate cache) {
		this.router = router;
		this.manager = manager;
		this.cache = cache;
	}

	Optional<URI> whereToAsk(String page) {
		return this.router.ownerFor(page).map(ShardOwner::address);
	}

	long count(String page) {
		String shardId = this.router.shardFor(page);
		Shard shard = this.manager.held()
			.stream()
			.filter((held) -> held.id().equals(shardId))
			.findFirst()
			.orElseThrow();
		// refused if the shard is no longer ours
		return this.cache.fencedBy(shard).increment("views:" + page, 1);
	}

}
// end::router[]
