package dev.sm.cache;

/**
 * A pool of memory nodes.
 */
class MemoryShardedTemplateTests extends ShardedTemplateContractTests {

	@Override
	protected Pools open() {
		return TestPools.open(TestPools.memory(3, (pool) -> pool.keyPrefix("app:")));
	}

}
