package dev.sm.storage.jdbc;

import dev.sm.storage.NodeStorage;
import dev.sm.testkit.DatabaseServerFixture;
import dev.sm.testkit.NodeStorageContractTests;
import org.junit.jupiter.api.BeforeAll;

/**
 * MySQL's driver and dialect, on a MariaDB.
 */
class MySqlDriverNodeContractTests extends NodeStorageContractTests {

	private static DatabaseServerFixture server;

	@BeforeAll
	static void startServer() {
		server = DatabaseServerFixture.mariaDb();
	}

	@Override
	protected NodeStorage createNode() {
		server.clear();
		return JdbcNodes.on(server, server.url().replace("jdbc:mariadb:", "jdbc:mysql:"));
	}

}
