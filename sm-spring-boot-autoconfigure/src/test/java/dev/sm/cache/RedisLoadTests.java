package dev.sm.cache;

import java.util.List;

import dev.sm.storage.NodeFactory;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Loads of several instances that share a Redis server.
 */
class RedisLoadTests extends LoadContractTests {

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

	@BeforeEach
	void empty() {
		server.execute("FLUSHALL");
	}

	@Override
	protected List<String> urls() {
		return List.of(server.url() + "/0", server.url() + "/1");
	}

	@Override
	protected NodeFactory[] factories() {
		return new NodeFactory[] { new RedisNodeFactory() };
	}

}
