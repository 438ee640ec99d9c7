package dev.sm.coordination.consul;

import java.net.URI;
import java.time.Duration;

import dev.sm.coordination.CoordinationStore;
import dev.sm.testkit.CoordinationStoreContractTests;
import dev.sm.testkit.consul.TestConsul;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ConsulCoordinationStoreContractTests extends CoordinationStoreContractTests {

	private static TestConsul server;

	@BeforeAll
	static void startServer() {
		server = TestConsul.start();
		server.faults().maxBody(2 * 1024 * 1024);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Override
	protected CoordinationStore open() {
		return new ConsulCoordinationStore(new ConsulCoordinationStore.Settings(
				URI.create("http://127.0.0.1:" + server.port()), null, null, Duration.ofSeconds(5)));
	}

}
