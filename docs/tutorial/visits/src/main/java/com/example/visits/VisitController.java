package com.example.visits;

import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import dev.sm.routing.web.ShardKey;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class VisitController {

	private final VisitShards shards;

	private final ShardRouter router;

	VisitController(VisitShards shards, ShardRouter router) {
		this.shards = shards;
		this.router = router;
	}

	@PostMapping("/visits/{page}")
	Visit visit(@ShardKey @PathVariable String page) {
		String shardId = this.router.shardFor(page);
		String owner = this.router.ownerFor(page).map(ShardOwner::participantId).orElse("?");
		return new Visit(page, this.shards.count(shardId, page), shardId, owner);
	}

	record Visit(String page, long count, String shard, String owner) {

	}

}
