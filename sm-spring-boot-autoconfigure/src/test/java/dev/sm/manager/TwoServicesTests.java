package dev.sm.manager;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.shard.Shard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * One instance that takes part in two services with one session.
 */
@Timeout(60)
class TwoServicesTests {

	private static final List<ServiceSettings> SERVICES = List.of(ServiceSettings.of("orders", 3),
			ServiceSettings.of("bills", 2));

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final LocalCoordinationStore store = LocalCoordinationStore.shared("two-" + UUID.randomUUID());

	@AfterEach
	void close() {
		this.store.close();
		this.executor.shutdownNow();
	}

	@Test
	void shardsOfBothAreHeld() {
		try (OwnershipDriver driver = started(OwnershipSettings.of("/sm", "p1"))) {
			Instances.eventually().until(() -> held(driver, "orders") == 3 && held(driver, "bills") == 2);
			assertThat(driver.services()).containsExactly("bills", "orders");
			assertThat(driver.manager("orders").forService("bills").held()).extracting(Shard::service)
				.containsOnly("bills");
		}
	}

	@Test
	void stopHandsOffTheShardsOfBoth() {
		try (OwnershipDriver one = started(OwnershipSettings.of("/sm", "p1"));
				OwnershipDriver two = started(OwnershipSettings.of("/sm", "p2"))) {
			Instances.eventually()
				.until(() -> held(one, "orders") + held(two, "orders") == 3 && held(two, "orders") > 0
						&& held(one, "bills") == 1 && held(two, "bills") == 1);
			two.stop(Duration.ofSeconds(15));
			Instances.eventually().until(() -> held(one, "orders") == 3 && held(one, "bills") == 2);
			assertThat(two.status().valid()).isFalse();
		}
	}

	@Test
	void instanceThatDoesNotParticipateHoldsNothing() {
		OwnershipSettings settings = new OwnershipSettings("/sm", "looks", null, "", 1, null, Set.of(), false,
				Duration.ofSeconds(5), Duration.ofSeconds(5));
		try (OwnershipDriver one = started(OwnershipSettings.of("/sm", "p1"));
				OwnershipDriver onlooker = started(settings)) {
			Instances.eventually()
				.until(() -> onlooker.manager("orders").assignment().shardsOf("p1").size() == 3
						&& held(one, "bills") == 2);
			assertThat(held(onlooker, "orders") + held(onlooker, "bills")).isZero();
		}
	}

	@Test
	void serviceIsNamedOnce() {
		List<ServiceSettings> twice = List.of(SERVICES.get(0), SERVICES.get(0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OwnershipDriver(this.store, OwnershipSettings.of("/sm", "p1"), twice, this.executor))
			.withMessageContaining("'orders'");
	}

	private OwnershipDriver started(OwnershipSettings settings) {
		OwnershipDriver driver = new OwnershipDriver(this.store, settings, SERVICES, this.executor);
		driver.register("orders", new Nothing());
		driver.register("bills", new Nothing());
		driver.start();
		driver.awaitReady(Duration.ofSeconds(20));
		return driver;
	}

	private static int held(OwnershipDriver driver, String service) {
		return driver.manager(service).held().size();
	}

	/**
	 * Does nothing.
	 */
	private static final class Nothing implements ShardCallback {

		@Override
		public void add(Shard shard) {
		}

		@Override
		public void drop(Shard shard) {
		}

	}

}
