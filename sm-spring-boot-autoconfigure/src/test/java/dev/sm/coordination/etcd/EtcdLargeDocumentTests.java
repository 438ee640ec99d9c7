package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More shards on two participants than fit into documents of one key, on a real etcd.
 * With {@code -Dsm.etcd.shards=20000} keys have their full size.
 */
@Timeout(300)
class EtcdLargeDocumentTests {

	private static final Logger logger = LoggerFactory.getLogger(EtcdLargeDocumentTests.class);

	private static final int SHARDS = Integer.getInteger("sm.etcd.shards", 1500);

	private static final int DOCUMENT_BYTES = (SHARDS > 10_000) ? Keys.MAX_VALUE_BYTES : 16 * 1024;

	private static final Duration TTL = Duration.ofSeconds((SHARDS > 10_000) ? 30 : 5);

	private final EtcdServer server = EtcdServer.started();

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final List<EtcdCoordinationStore> stores = new ArrayList<>();

	private final List<OwnershipDriver> drivers = new ArrayList<>();

	@AfterEach
	void close() {
		this.drivers.forEach(OwnershipDriver::close);
		this.stores.forEach(EtcdCoordinationStore::close);
		this.executor.shutdownNow();
		this.server.close();
	}

	@Test
	void shardsAreSharedOutAndTakenOver() {
		long begun = System.nanoTime();
		start("p1");
		eventually(() -> held(0).size() == SHARDS);
		tell("one participant holds " + SHARDS + " shards", begun);
		begun = System.nanoTime();
		start("p2");
		eventually(() -> held(0).size() == SHARDS / 2 && held(1).size() == SHARDS - SHARDS / 2);
		tell("half of them have moved", begun);
		Set<String> all = new HashSet<>(held(0));
		all.addAll(held(1));
		assertThat(all).hasSize(SHARDS);
		// a status is written a little after what it tells
		eventually(() -> documents().stream()
			.filter((entry) -> entry.value().startsWith("v2\t"))
			.map(Entry::key)
			.collect(Collectors.toSet())
			.containsAll(Set.of("/sm/orders/assignments/p1", "/sm/orders/status/p1", "/sm/orders/assignments/p2",
					"/sm/orders/status/p2")));
		assertThat(documents()).allMatch((entry) -> entry.value().length() <= DOCUMENT_BYTES);
		begun = System.nanoTime();
		this.stores.get(1).close();
		this.drivers.get(1).close();
		eventually(() -> held(0).size() == SHARDS);
		tell("the other one has died, and all are held again", begun);
		eventually(() -> documents().stream().noneMatch((entry) -> entry.key().contains("/p2")));
	}

	private static void tell(String what, long begun) {
		logger.info("{} after {} ms", what, (System.nanoTime() - begun) / 1_000_000);
	}

	private List<Entry> documents() {
		List<Entry> documents = new ArrayList<>();
		documents.addAll(this.stores.get(0).list("/sm/orders/assignments").toCompletableFuture().join().entries());
		documents.addAll(this.stores.get(0).list("/sm/orders/status").toCompletableFuture().join().entries());
		return documents;
	}

	private Set<String> held(int instance) {
		Set<String> held = new HashSet<>();
		this.drivers.get(instance).manager("orders").held().forEach((shard) -> held.add(shard.id()));
		return held;
	}

	private void start(String id) {
		EtcdCoordinationStore store = new EtcdCoordinationStore(this.server.settings(Duration.ofSeconds(5)));
		this.stores.add(store);
		OwnershipDriver driver = new OwnershipDriver(store,
				new OwnershipSettings("/sm", id, null, "", 1, null, Set.of(), true, TTL, Duration.ofSeconds(5)),
				List.of(ServiceSettings.of("orders", SHARDS).withDocumentBytes(DOCUMENT_BYTES)), this.executor);
		this.drivers.add(driver);
		driver.register("orders", new Idle());
		driver.start();
		driver.awaitReady(Duration.ofSeconds(60));
	}

	private static void eventually(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(200)).pollInterval(Duration.ofMillis(100)).until(condition);
	}

	/** A handler that has nothing to do. */
	private static final class Idle implements ShardCallback {

		@Override
		public void add(Shard shard) {
		}

		@Override
		public void drop(Shard shard) {
		}

	}

}
