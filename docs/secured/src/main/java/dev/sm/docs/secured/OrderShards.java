package dev.sm.docs.secured;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;

/**
 * Does nothing: what is shown is who may move its shards.
 */
@ShardHandler
class OrderShards {

	@OnShardAdd
	void add(String shard) {
	}

	@OnShardDrop
	void drop(String shard) {
	}

}
