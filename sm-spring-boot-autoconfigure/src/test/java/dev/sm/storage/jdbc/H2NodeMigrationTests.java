package dev.sm.storage.jdbc;

import dev.sm.storage.NodeStorage;
import dev.sm.testkit.NodeMigrationContractTests;

class H2NodeMigrationTests extends NodeMigrationContractTests {

	@Override
	protected NodeStorage createNode() {
		return JdbcNodes.inMemory();
	}

}
