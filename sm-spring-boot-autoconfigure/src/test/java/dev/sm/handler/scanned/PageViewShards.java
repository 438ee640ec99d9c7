package dev.sm.handler.scanned;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;

@ShardHandler("page-views")
public class PageViewShards {

	@OnShardAdd
	void add() {
	}

}
