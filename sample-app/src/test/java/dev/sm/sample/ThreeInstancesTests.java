package dev.sm.sample;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.StaleEpochException;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Assignment;
import dev.sm.shard.Ownership;
import dev.sm.shard.Shard;
import dev.sm.testkit.RedisServerFixture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Three instances in one JVM that share local coordination and a real Redis.
 */
class ThreeInstancesTests {

	private static final int SHARDS = 64;

	private final List<ConfigurableApplicationContext> instances = new java.util.concurrent.CopyOnWriteArrayList<>();

	private RedisServerFixture redis;

	@BeforeEach
	void startRedis() {
		this.redis = RedisServerFixture.start();
	}

	@AfterEach
	void stopAll() {
		this.instances.forEach(ConfigurableApplicationContext::close);
		this.redis.close();
	}

	@Test
	void splitShardsToFloorAndCeiling() {
		start(3);
		awaitEven(3);
	}

	@Test
	void loseNothingWhileOneStopsAndOneStarts() throws Exception {
		start(3);
		awaitEven(3);
		Map<String, Ownership> before = assignment().owners();
		Ledger ledger = new Ledger();
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService clients = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int client = 0; client < 4; client++) {
				Random random = new Random(client);
				running.add(clients.submit(() -> {
					while (!done.get()) {
						increment(ledger, random);
					}
				}));
			}
			awaitAcknowledged(ledger, 200);
			this.instances.remove(0).close();
			awaitEven(2);
			awaitAcknowledged(ledger, 200);
			start(1);
			awaitEven(3);
			awaitAcknowledged(ledger, 200);
			done.set(true);
			for (Future<?> client : running) {
				client.get();
			}
		}
		finally {
			done.set(true);
			clients.shutdownNow();
		}
		ledger.check(client(0));
		epochsOfMovedShardsGrew(before, assignment().owners());
	}

	@Test
	void countANameAsItWasSentWhereverItWasSent() {
		start(2);
		awaitEven(2);
		for (String path : List.of("a;b", "b;b", "c;b", "//a", "//b", "//c", "a%25b%3F", "%7Bx%7D/..", "é&b=c")) {
			String encoded = path.replace("é", "%C3%A9");
			String name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
			for (int count = 1; count <= 2; count++) {
				assertThat(client(count - 1).post("/counts/" + encoded, MediaType.TEXT_PLAIN, "").getBody())
					.isEqualTo(Map.of("name", name, "count", count));
			}
		}
	}

	@Test
	void redisRefusesAnOldEpoch() {
		start(2);
		awaitEven(2);
		ConfigurableApplicationContext leaving = this.instances.get(0);
		ShardManager manager = leaving.getBean(ShardManager.class);
		Shard shard = manager.held().iterator().next();
		ShardedTemplate cache = leaving.getBean(ShardedTemplate.class);
		cache.fencedBy(shard).set("guarded", "by the first owner");
		String other = manager.describe()
			.participants()
			.stream()
			.map((participant) -> participant.id())
			.filter((id) -> manager.assignment()
				.ownerOf(shard.id())
				.filter((owner) -> !owner.participantId().equals(id))
				.isPresent())
			.findFirst()
			.orElseThrow();
		manager.move(shard.id(), other);
		ShardManager winner = this.instances.get(1).getBean(ShardManager.class);
		Awaitility.await().until(() -> winner.held().stream().anyMatch((held) -> held.id().equals(shard.id())));
		Shard won = winner.held().stream().filter((held) -> held.id().equals(shard.id())).findFirst().orElseThrow();
		assertThat(won.epoch()).isGreaterThan(shard.epoch());
		this.instances.get(1).getBean(ShardedTemplate.class).fencedBy(won).set("guarded", "by the second owner");
		assertThatExceptionOfType(StaleEpochException.class)
			.isThrownBy(() -> cache.fencedBy(shard).set("guarded", "too late"));
		assertThat(cache.get("guarded", String.class)).isEqualTo("by the second owner");
		assertThat(shard.held()).isFalse();
	}

	private void increment(Ledger ledger, Random random) {
		String name = "name-" + random.nextInt(50);
		try {
			List<ConfigurableApplicationContext> alive = List.copyOf(this.instances);
			ResponseEntity<Map<String, Object>> answer = new SampleClient(port(alive.get(random.nextInt(alive.size()))))
				.add(name, 1);
			if (answer.getStatusCode().is2xxSuccessful()) {
				ledger.acknowledged(name);
			}
			else {
				ledger.unanswered(name);
			}
		}
		catch (RestClientException ex) {
			ledger.unanswered(name);
		}
	}

	private static void awaitAcknowledged(Ledger ledger, long more) {
		long from = ledger.acknowledged.get();
		Awaitility.await().until(() -> ledger.acknowledged.get() >= from + more);
	}

	private static void epochsOfMovedShardsGrew(Map<String, Ownership> before, Map<String, Ownership> after) {
		List<String> moved = new ArrayList<>();
		after.forEach((shard, owner) -> {
			Ownership earlier = before.get(shard);
			assertThat(earlier).isNotNull();
			if (earlier.participantId().equals(owner.participantId())) {
				assertThat(owner.epoch()).isGreaterThanOrEqualTo(earlier.epoch());
			}
			else {
				moved.add(shard);
				assertThat(owner.epoch()).as("epoch of shard %s", shard).isGreaterThan(earlier.epoch());
			}
		});
		assertThat(moved).isNotEmpty();
	}

	private void start(int count) {
		for (int instance = 0; instance < count; instance++) {
			this.instances.add(SpringApplication.run(SampleApplication.class, "--server.port=0", "--sample.import=none",
					"--sm.coordination.prefix=/three-" + this.redis.port(),
					"--sm.cache.pools.default.nodes.n1.url=" + this.redis.url(), "--spring.jmx.enabled=false"));
		}
	}

	private void awaitEven(int participants) {
		Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).untilAsserted(() -> {
			List<Integer> held = this.instances.stream()
				.map((instance) -> instance.getBean(ShardManager.class).held().size())
				.toList();
			assertThat(held).hasSize(participants)
				.allMatch(
						(size) -> size == SHARDS / participants || size == (SHARDS + participants - 1) / participants);
			assertThat(held.stream().mapToInt(Integer::intValue).sum()).isEqualTo(SHARDS);
		});
	}

	private Assignment assignment() {
		return this.instances.get(0).getBean(ShardManager.class).assignment();
	}

	private SampleClient client(int instance) {
		return new SampleClient(port(this.instances.get(instance)));
	}

	private static int port(ConfigurableApplicationContext instance) {
		return ((ServletWebServerApplicationContext) instance).getWebServer().getPort();
	}

	/** What clients were told. */
	private static final class Ledger {

		private final AtomicLong acknowledged = new AtomicLong();

		private final Map<String, AtomicLong> acknowledgedByName = new ConcurrentHashMap<>();

		private final Map<String, AtomicLong> unansweredByName = new ConcurrentHashMap<>();

		void acknowledged(String name) {
			this.acknowledgedByName.computeIfAbsent(name, (absent) -> new AtomicLong()).incrementAndGet();
			this.acknowledged.incrementAndGet();
		}

		void unanswered(String name) {
			this.unansweredByName.computeIfAbsent(name, (absent) -> new AtomicLong()).incrementAndGet();
		}

		void check(SampleClient client) {
			Map<String, AtomicLong> names = new HashMap<>(this.acknowledgedByName);
			this.unansweredByName.forEach(names::putIfAbsent);
			names.keySet().forEach((name) -> {
				long acknowledged = value(this.acknowledgedByName, name);
				Map<String, Object> body = client.get("/counts/" + name).getBody();
				assertThat(body).isNotNull();
				assertThat(((Number) body.get("count")).longValue()).as(name)
					.isBetween(acknowledged, acknowledged + value(this.unansweredByName, name));
			});
		}

		private static long value(Map<String, AtomicLong> counts, String name) {
			AtomicLong count = counts.get(name);
			return (count != null) ? count.get() : 0;
		}

	}

}
