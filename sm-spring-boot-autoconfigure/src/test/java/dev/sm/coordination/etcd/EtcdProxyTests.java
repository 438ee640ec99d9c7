package dev.sm.coordination.etcd;

import java.time.Duration;

import dev.sm.coordination.Transaction;
import dev.sm.proxy.PlantedProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A proxy of the JVM sees nothing of what is said to etcd.
 */
@Timeout(60)
class EtcdProxyTests {

	@Test
	void aProxyOfTheJvmIsNotAsked() {
		try (EtcdServer server = EtcdServer.started();
				PlantedProxy proxy = PlantedProxy.plant();
				EtcdCoordinationStore store = new EtcdCoordinationStore(server.settings(Duration.ofSeconds(5)))) {
			store.commit(Transaction.builder().put("/sm/proxied", "no").build()).toCompletableFuture().join();
			assertThat(proxy.asked()).isEmpty();
		}
	}

}
