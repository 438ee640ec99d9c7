package com.example.visits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.cache.ShardedTemplate;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.shard.Shard;
import org.springframework.stereotype.Component;

@Component
@ShardHandler
class VisitShards {

	private final Map<String, Shard> held = new ConcurrentHashMap<>();

	private final ShardedTemplate cache;

	VisitShards(ShardedTemplate cache) {
		this.cache = cache;
	}

	@OnShardAdd
	void add(Shard shard) {
		this.held.put(shard.id(), shard);
	}

	@OnShardDrop
	void drop(Shard shard) {
		this.held.remove(shard.id());
	}

	long count(String shardId, String page) {
		// Redis refuses it once the shard has another owner
		return this.cache.fencedBy(this.held.get(shardId)).increment("visits:" + page, 1);
	}

}
