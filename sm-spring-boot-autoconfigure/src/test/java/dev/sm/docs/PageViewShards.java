package dev.sm.docs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.shard.Shard;

// tag::handler[]
@ShardHandler
class PageViewShards {

	private final Map<String, AtomicLong> views = new ConcurrentHashMap<>();

	@OnShardAdd
	void add(Shard shard) {
		this.views.put(shard.id(), new AtomicLong()); // yours from here on
	}

	@OnShardDrop
	void drop(Shard shard) {
		this.views.remove(shard.id()); // no longer yours when this returns
	}

}
// end::handler[]
