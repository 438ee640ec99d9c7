package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * A replicated pool of memory nodes.
 */
class MemoryReplicatedTemplateTests extends ReplicatedTemplateContractTests {

	private List<String> urls = List.of();

	@Override
	protected Pools open() {
		String name = UUID.randomUUID().toString();
		this.urls = IntStream.range(0, 3).mapToObj((i) -> "memory:" + name + i).toList();
		return TestPools
			.open(TestPools.settings(this.urls, (pool) -> pool.type(PoolSettings.Type.REPLICATED).keyPrefix("app:")));
	}

	@Override
	protected int copies(String key) {
		int copies = 0;
		for (String url : this.urls) {
			try (NodeStorage node = new MemoryNodeFactory()
				.create(new NodeConfig("n", url, null, null, Duration.ofSeconds(1), null))) {
				copies += ((Map<?, ?>) node.nativeOperations()).containsKey("app:" + key) ? 1 : 0;
			}
		}
		return copies;
	}

}
