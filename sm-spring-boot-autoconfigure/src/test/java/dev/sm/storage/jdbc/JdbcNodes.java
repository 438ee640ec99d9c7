package dev.sm.storage.jdbc;

import java.time.Duration;
import java.util.UUID;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.testkit.DatabaseServerFixture;

/**
 * Makes nodes for tests.
 */
final class JdbcNodes {

	static final JdbcNodeFactory MAKING_TABLES = new JdbcNodeFactory(
			new JdbcNodeFactory.Settings(true, 8, Duration.ofMinutes(1)));

	private JdbcNodes() {
	}

	static NodeStorage inMemory() {
		return new JdbcNodeFactory()
			.create(new NodeConfig("n1", "jdbc:h2:mem:" + UUID.randomUUID(), null, null, Duration.ofSeconds(20), null));
	}

	static NodeStorage on(DatabaseServerFixture server, String url) {
		return on(server, url, Duration.ofSeconds(20));
	}

	static NodeStorage on(DatabaseServerFixture server, String url, Duration timeout) {
		return MAKING_TABLES.create(new NodeConfig("n1", url, server.username(), server.password(), timeout, null));
	}

}
