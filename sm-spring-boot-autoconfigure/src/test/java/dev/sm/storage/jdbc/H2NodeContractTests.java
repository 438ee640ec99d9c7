package dev.sm.storage.jdbc;

import dev.sm.storage.NodeStorage;
import dev.sm.testkit.NodeStorageContractTests;

class H2NodeContractTests extends NodeStorageContractTests {

	@Override
	protected NodeStorage createNode() {
		return JdbcNodes.inMemory();
	}

}
