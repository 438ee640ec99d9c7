package dev.sm.coordination.consul;

import java.net.URI;
import java.time.Duration;

import dev.sm.coordination.Transaction;
import dev.sm.proxy.PlantedProxy;
import dev.sm.testkit.consul.TestConsul;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A proxy of the JVM sees nothing of what is said to Consul, the token above all.
 */
@Timeout(60)
class ConsulProxyTests {

	@Test
	void aProxyOfTheJvmIsNotAsked() {
		try (TestConsul server = TestConsul.start();
				PlantedProxy proxy = PlantedProxy.plant();
				ConsulCoordinationStore store = new ConsulCoordinationStore(new ConsulCoordinationStore.Settings(
						URI.create("http://127.0.0.1:" + server.port()), "t0ken", null, Duration.ofSeconds(5)))) {
			store.commit(Transaction.builder().put("/sm/proxied", "no").build()).toCompletableFuture().join();
			assertThat(proxy.asked()).isEmpty();
		}
	}

}
