package dev.sm.docs;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.shard.Shard;

// tag::handler[]
@ShardHandler("timers")
class TimerShards {

	private final Map<String, Instant> runningSince = new ConcurrentHashMap<>();

	private final Clock clock;

	private final TimerStore store;

	TimerShards(Clock clock, TimerStore store) {
		this.clock = clock;
		this.store = store;
	}

	@OnShardAdd
	void add(Shard shard) {
		this.store.load(shard.id()); // throws while the store is away
		this.runningSince.put(shard.id(), this.clock.instant());
	}

	@OnShardDrop
	void drop(Shard shard) {
		this.runningSince.remove(shard.id());
	}

	Map<String, Instant> runningSince() {
		return this.runningSince;
	}

}
// end::handler[]
