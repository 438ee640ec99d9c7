package dev.sm.docs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.OnShardLoad;
import dev.sm.handler.OnShardPrepare;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;

// tag::jobs[]
@ShardHandler("jobs") // another service than sm.service
class JobShards {

	private final Map<String, Job> jobs = new ConcurrentHashMap<>();

	@OnShardPrepare
	void warm(Shard shard) {
		this.jobs.put(shard.id(), new Job(shard.task())); // may load, may not act
	}

	@OnShardAdd
	void add(Shard shard) {
		this.jobs.computeIfAbsent(shard.id(), (id) -> new Job(shard.task())).start(shard);
	}

	@OnShardDrop
	void drop(Shard shard) {
		this.jobs.remove(shard.id()).stop();
	}

	@OnShardLoad
	double load(Shard shard) {
		return this.jobs.get(shard.id()).rowsPerSecond();
	}

}
// end::jobs[]

// tag::specs[]
class JobAdmin {

	private final ShardManager jobs;

	JobAdmin(ShardManager manager) {
		this.jobs = manager.forService("jobs");
	}

	void add(String id, String task) {
		this.jobs.add(ShardSpec.builder(id).task(task).weight(2).tags("gpu").group("nightly").build());
	}

	void sendHome(String id, String participantId) {
		this.jobs.move(id, participantId);
	}

}
// end::specs[]

class Job {

	private final String task;

	Job(String task) {
		this.task = task;
	}

	void start(Shard shard) {
		shard.requireHeld();
	}

	void stop() {
	}

	double rowsPerSecond() {
		return this.task.length();
	}

}
