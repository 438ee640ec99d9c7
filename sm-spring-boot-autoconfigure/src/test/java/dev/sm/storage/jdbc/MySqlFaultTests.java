package dev.sm.storage.jdbc;

import dev.sm.testkit.DatabaseServerFixture;

class MySqlFaultTests extends DatabaseFaultTests {

	@Override
	DatabaseServerFixture server() {
		return DatabaseServerFixture.mySql();
	}

}
