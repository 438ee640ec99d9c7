package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sm.cache.PoolSettings.MigrationFence;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a user of a real Redis must be allowed for a migration, and what happens where it
 * is not.
 */
class MigrationRightsTests {

	/** As docs/migration.md lists them. */
	private static final String[] RIGHTS = { "~app:*", "~sm:*", "-@all", "+@read", "+@write", "+@scripting",
			"+@connection", "+@transaction", "-@dangerous", "+time", "+restore", "+client|list", "+client|kill" };

	private static RedisServerFixture server;

	private final CoordinationStore store = LocalCoordinationStore.shared("rights-" + UUID.randomUUID());

	private final List<Pools> opened = new ArrayList<>();

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
	void clear() {
		server.execute("FLUSHALL");
	}

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
		this.store.close();
	}

	@Test
	void listedRightsAreEnough() {
		allow(RIGHTS);
		Pools pools = open(MigrationFence.CONNECTION);
		ShardedTemplate template = pools.get("p");
		fill(template);
		template.execute("hash", (key, operations) -> {
			((StringRedisTemplate) operations).opsForHash().put(key, "field", "value");
			return true;
		});
		MigrationPlan plan = pools.migrations().plan("p", Map.of("n1", 100, "n2", 100, "n3", 100));
		assertThat(plan.keys()).isPositive();
		assertThat(plan.bytes()).isPositive();
		migrate(pools);
		assertFilled(template);
		Object field = template.execute("hash",
				(key, operations) -> ((StringRedisTemplate) operations).opsForHash().get(key, "field"));
		assertThat(field).isEqualTo("value");
	}

	@Test
	void whoMayNotEndConnectionsIsToldSoBeforeAnythingBegins() {
		allow(RIGHTS);
		server.execute("ACL", "SETUSER", "app", "-client|kill");
		Pools pools = open(MigrationFence.CONNECTION);
		fill(pools.get("p"));
		assertThatExceptionOfType(MigrationRefusedException.class)
			.isThrownBy(
					() -> pools.migrations().begin("p", Map.of("n1", 100, "n2", 100, "n3", 100), MigrationMode.ACTIVE))
			.withMessageContainingAll("node 'n1' of pool 'p' cannot take part", "client|kill", "migration.fence");
		assertThat(pools.migrations().status("p").phase()).isEqualTo("STABLE");
		assertFilled(pools.get("p"));
	}

	@Test
	void scriptsNeedNoRightToEndConnections() {
		allow(RIGHTS);
		server.execute("ACL", "SETUSER", "app", "-client|kill", "-client|list");
		Pools first = open(MigrationFence.SCRIPT);
		Pools second = open(MigrationFence.SCRIPT);
		fill(first.get("p"));
		migrate(first);
		assertFilled(first.get("p"));
		assertFilled(second.get("p"));
		assertThat(second.get("p").increment("counter", 2)).isEqualTo(2);
		assertThat(first.get("p").increment("counter", 2)).isEqualTo(4);
	}

	private static void allow(String... rights) {
		List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", "app", "reset", "on", ">secret"));
		command.addAll(List.of(rights));
		server.execute(command.toArray(String[]::new));
	}

	private static void fill(ShardedTemplate template) {
		for (int i = 0; i < 300; i++) {
			template.set("key" + i, "value" + i);
		}
	}

	private static void assertFilled(ShardedTemplate template) {
		for (int i = 0; i < 300; i++) {
			assertThat(template.get("key" + i, String.class)).isEqualTo("value" + i);
		}
	}

	private static void migrate(Pools pools) {
		pools.migrations().begin("p", Map.of("n1", 100, "n2", 100, "n3", 100), MigrationMode.ACTIVE);
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			pools.migrations().end("p");
			return true;
		});
		await().atMost(Duration.ofSeconds(60)).until(() -> pools.migrations().status("p").phase().equals("STABLE"));
	}

	private Pools open(MigrationFence fence) {
		PoolSettings.Builder settings = PoolSettings.named("p")
			.keyPrefix("app:")
			.migrationFence(fence)
			.timeout(Duration.ofSeconds(60));
		for (int i = 1; i <= 3; i++) {
			settings.node(new NodeSettings("n" + i, server.url() + "/" + i, (i < 3) ? 100 : 0, null, null, "app",
					"secret", null));
		}
		Pools pools = TestPools.builder(new RedisNodeFactory())
			.pools(List.of(settings.build()))
			.weightsIn(this.store, "/sm", Duration.ofSeconds(20))
			.participant("i" + this.opened.size(), Duration.ofSeconds(30))
			.build();
		this.opened.add(pools);
		return pools;
	}

}
