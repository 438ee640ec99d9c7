package dev.sm.coordination.etcd;

import java.time.Duration;

import dev.sm.coordination.CoordinationStore;
import dev.sm.testkit.CoordinationStoreContractTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EtcdCoordinationStoreContractTests extends CoordinationStoreContractTests {

	private static EtcdServer server;

	@BeforeAll
	static void startServer() {
		server = EtcdServer.started();
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Override
	protected CoordinationStore open() {
		return new EtcdCoordinationStore(server.settings(Duration.ofSeconds(5)));
	}

	@Override
	protected Duration ttl() {
		return Duration.ofSeconds(2);
	}

}
