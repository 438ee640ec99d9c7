package dev.sm.storage.jdbc;

import dev.sm.storage.NodeStorage;
import dev.sm.testkit.DatabaseServerFixture;
import dev.sm.testkit.NodeStorageContractTests;
import org.junit.jupiter.api.BeforeAll;

class MySqlNodeContractTests extends NodeStorageContractTests {

	private static DatabaseServerFixture server;

	@BeforeAll
	static void useServer() {
		server = DatabaseServerFixture.mySql();
	}

	@Override
	protected NodeStorage createNode() {
		server.clear();
		return JdbcNodes.on(server, server.url());
	}

}
