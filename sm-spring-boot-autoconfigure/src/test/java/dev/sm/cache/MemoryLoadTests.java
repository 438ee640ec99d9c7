package dev.sm.cache;

import java.util.List;
import java.util.UUID;

/**
 * Loads of several instances that share memory nodes.
 */
class MemoryLoadTests extends LoadContractTests {

	private final String name = UUID.randomUUID().toString();

	@Override
	protected List<String> urls() {
		return List.of("memory:" + this.name + "-1", "memory:" + this.name + "-2");
	}

}
