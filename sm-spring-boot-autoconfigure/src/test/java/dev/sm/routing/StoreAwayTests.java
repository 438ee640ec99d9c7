package dev.sm.routing;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.testkit.SwitchableStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class StoreAwayTests {

	@Test
	void theRouterAnswersFromTheLastKnownAssignmentWhileTheStoreIsAway() {
		SwitchableStore store = new SwitchableStore(LocalCoordinationStore.shared("away-" + System.nanoTime()));
		OwnershipSettings settings = new OwnershipSettings("/sm", "p1", URI.create("http://p1:8080"), "", 1, null,
				java.util.Set.of(), true, Duration.ofMillis(500), Duration.ofSeconds(1));
		try (OwnershipDriver driver = new OwnershipDriver(store, settings, List.of(ServiceSettings.of("orders", 4)),
				Runnable::run)) {
			driver.register("orders", new Idle());
			driver.start();
			ShardRouter router = new DefaultShardRouter(driver.manager("orders"), Map.of("orders", 4));
			Awaitility.await().until(() -> driver.manager("orders").held().size() == 4);
			Awaitility.await().until(() -> router.ownerOf("3").isPresent());
			ShardOwner owner = router.ownerOf("3").orElseThrow();
			store.cut();
			Awaitility.await().until(() -> !driver.status().valid());
			assertThat(driver.manager("orders").held()).isEmpty();
			assertThat(router.ownerOf("3")).contains(owner);
			store.join();
		}
	}

	/** Does nothing. */
	private static final class Idle implements ShardCallback {

		@Override
		public void add(Shard shard) {
		}

		@Override
		public void drop(Shard shard) {
		}

	}

}
