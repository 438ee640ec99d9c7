package com.example.visits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.shard.Shard;
import org.springframework.stereotype.Component;

@Component
@ShardHandler
class VisitShards {

	private final Map<String, Map<String, Long>> visits = new ConcurrentHashMap<>(); // by shard

	@OnShardAdd
	void add(Shard shard, String fromLastOwner) {
		Map<String, Long> pages = new ConcurrentHashMap<>();
		if (fromLastOwner != null) {
			fromLastOwner.lines()
				.map((line) -> line.split("="))
				.forEach((page) -> pages.put(page[0], Long.valueOf(page[1])));
		}
		this.visits.put(shard.id(), pages);
	}

	@OnShardDrop
	String drop(Shard shard) {
		StringBuilder forNextOwner = new StringBuilder();
		this.visits.remove(shard.id())
			.forEach((page, count) -> forNextOwner.append(page).append('=').append(count).append('\n'));
		return forNextOwner.toString();
	}

	long count(String shardId, String page) {
		return this.visits.get(shardId).merge(page, 1L, Long::sum);
	}

}
