package dev.sm.storage.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.testkit.NodeMigrationContractTests;

class MemoryNodeMigrationTests extends NodeMigrationContractTests {

	private final AtomicLong clock = new AtomicLong(-1000);

	@Override
	protected NodeStorage createNode() {
		return new MemoryNodeFactory(this.clock::get)
			.create(new NodeConfig("n1", "memory:", null, null, Duration.ofSeconds(2), null));
	}

	@Override
	protected void elapse(Duration time) {
		this.clock.addAndGet(time.toMillis());
	}

}
