package dev.sm.sample;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.cache.ShardedTemplate;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.OnShardLoad;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardNotHeldException;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The shards that this instance owns at present.
 */
@ShardHandler
class CountShards {

	private final Map<String, ShardCounts> owned = new ConcurrentHashMap<>();

	private final ShardManager manager;

	private final ShardedTemplate cache;

	private final ObjectProvider<ShardEvents> events;

	CountShards(ShardManager manager, ShardedTemplate cache, ObjectProvider<ShardEvents> events) {
		this.manager = manager;
		this.cache = cache;
		this.events = events;
	}

	@OnShardAdd
	void add(Shard shard) {
		this.events.ifAvailable((events) -> events.added(shard));
		this.owned.put(shard.id(), ShardCounts.load(shard, this.cache.fencedBy(shard)));
	}

	@OnShardDrop
	void drop(Shard shard) {
		this.owned.remove(shard.id());
		this.events.ifAvailable((events) -> events.dropped(shard));
	}

	@OnShardLoad
	double load(Shard shard) {
		ShardCounts counts = this.owned.get(shard.id());
		return (counts != null) ? counts.size() : 0;
	}

	/**
	 * The counts of a shard.
	 * @param shardId the shard
	 * @return its counts
	 * @throws ShardNotHeldException if this instance does not hold it
	 */
	ShardCounts get(String shardId) {
		ShardCounts counts = this.owned.get(shardId);
		if (counts == null) {
			throw new ShardNotHeldException(this.manager.service(), shardId, 0);
		}
		return counts;
	}

	Collection<ShardCounts> all() {
		return List.copyOf(this.owned.values());
	}

}
