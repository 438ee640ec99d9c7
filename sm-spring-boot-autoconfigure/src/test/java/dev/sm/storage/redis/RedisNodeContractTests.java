package dev.sm.storage.redis;

import java.time.Duration;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.testkit.NodeStorageContractTests;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisNodeContractTests extends NodeStorageContractTests {

	private static RedisServerFixture server;

	@BeforeAll
	static void startServer() {
		server = RedisServerFixture.start();
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Override
	protected NodeStorage createNode() {
		server.execute("FLUSHALL");
		return new RedisNodeFactory()
			.create(new NodeConfig("n1", server.url(), null, null, Duration.ofSeconds(10), null));
	}

}
