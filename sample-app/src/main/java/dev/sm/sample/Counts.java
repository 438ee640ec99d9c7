package dev.sm.sample;

import java.util.SortedMap;

import dev.sm.routing.ShardRouter;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Does what is asked for a name whose shard is owned here.
 */
@Service
class Counts {

	private final CountShards shards;

	private final ShardRouter router;

	Counts(CountShards shards, ShardRouter router) {
		this.shards = shards;
		this.router = router;
	}

	NamedCount get(String name) {
		return new NamedCount(name, this.shards.get(shardFor(name)).get(name));
	}

	NamedCount add(String name, long by, @Nullable String idempotencyKey) {
		return new NamedCount(name, this.shards.get(shardFor(name)).add(name, by, idempotencyKey));
	}

	/**
	 * Sets the bases of names of one shard.
	 * @param shardId the shard
	 * @param bases the base of each name
	 */
	void setBases(String shardId, SortedMap<String, Long> bases) {
		bases.forEach((name, base) -> {
			if (!shardFor(Names.check(name)).equals(shardId)) {
				throw new BadInputException("'" + name + "' does not belong to shard " + shardId);
			}
			Count.check("base of '" + name + "'", base, 0);
		});
		this.shards.get(shardId).setBases(bases);
	}

	String shardFor(String name) {
		return this.router.shardFor(name);
	}

}
