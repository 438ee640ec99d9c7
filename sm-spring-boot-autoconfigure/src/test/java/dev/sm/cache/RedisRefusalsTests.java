package dev.sm.cache;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Real servers that answer, and say no: what that costs, what a user is told, and that it
 * is over when it is.
 */
class RedisRefusalsTests {

	@RegisterExtension
	static final RedisServers servers = new RedisServers(3);

	private ShardedTemplate template;

	@BeforeEach
	void open() {
		this.template = open(List.of(servers.get(0).url()));
		set("k", "v");
	}

	private static ShardedTemplate open(List<String> urls) {
		return servers.open(urls, (pool) -> pool.timeout(Duration.ofSeconds(10)));
	}

	private void openReplicated(Write write) {
		this.template = servers.open((pool) -> pool.type(PoolSettings.Type.REPLICATED)
			.timeout(Duration.ofSeconds(10))
			.replicas(new ReplicaSettings(write, 0.05, true, Duration.ofMinutes(1), Duration.ZERO, 100, null)));
		await().until(() -> this.template.probe().join().nodes().stream().allMatch(PoolDescription.NodeInfo::up));
		servers.stream().forEach((server) -> server.execute("SET", "k", "v"));
	}

	/** A server that has just been connected to, or is all right again. */
	private void set(String key, String value) {
		await().ignoreExceptionsInstanceOf(DataAccessException.class)
			.untilAsserted(() -> this.template.set(key, value));
	}

	private void assertWritesAreRefused(String why) {
		for (int i = 0; i < 2 * HealthSettings.DEFAULT.failures(); i++) {
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> this.template.set("k", "w"))
				.withMessageContainingAll("set of key 'k' on node 'n1' of pool 'p'", why);
		}
	}

	private void assertServes() {
		assertThat(this.template.get("k", String.class)).isEqualTo("v");
		assertThat(this.template.probe().join().nodes()).allMatch(PoolDescription.NodeInfo::up)
			.allMatch((node) -> node.state() == PoolDescription.NodeState.SERVING);
		assertThat(this.template.get("k", String.class)).isEqualTo("v");
	}

	@Test
	void serverWithoutMemoryIsReadFromAndDeletesKeys() {
		servers.get(0).execute("CONFIG", "SET", "maxmemory", "1");
		try {
			assertWritesAreRefused("OOM");
			assertServes();
			assertThat(this.template.delete("k")).isTrue();
		}
		finally {
			servers.get(0).execute("CONFIG", "SET", "maxmemory", "0");
		}
		this.template.set("k", "again");
		assertThat(this.template.get("k", String.class)).isEqualTo("again");
	}

	/** What nobody has is no missed write, to be made up for by removing the key. */
	@Test
	void whatAllServersOfAReplicatedPoolRefuseLeavesWhatTheyHave() {
		for (Write write : Write.values()) {
			openReplicated(write);
			servers.stream().forEach((server) -> server.execute("CONFIG", "SET", "maxmemory", "1"));
			try {
				for (int i = 0; i < 10; i++) {
					assertThatExceptionOfType(DataAccessResourceFailureException.class)
						.isThrownBy(() -> this.template.set("k", "w"))
						.withMessageContaining("OOM");
				}
				assertServes();
				assertThat(servers.stream()).allMatch((server) -> server.execute("GET", "k").equals("v"));
			}
			finally {
				servers.stream().forEach((server) -> server.execute("CONFIG", "SET", "maxmemory", "0"));
			}
			this.template.set("k", "again");
			assertThat(this.template.get("k", String.class)).isEqualTo("again");
			await().until(() -> servers.stream().allMatch((server) -> server.execute("GET", "k").equals("again")));
		}
	}

	/** Also in the middle of many: each is done once. */
	@Test
	void scriptsThatAServerForgetsAreSentAgain() {
		this.template = servers.open(List.of(servers.get(0).url()),
				(pool) -> pool.timeout(Duration.ofSeconds(10)).defaultTtl(Duration.ofMinutes(1)));
		ShardedOperations owner = this.template.fencedBy(new FencedOperationsTests.TestShard(7));
		for (int round = 1; round <= 5; round++) {
			List<CompletableFuture<Long>> sums = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				sums.add(this.template.async().increment("n", 1));
				if (i % 8 == round) {
					servers.get(0).execute("SCRIPT", "FLUSH");
				}
			}
			assertThat(sums.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
			assertThat(this.template.get("n", Long.class)).isEqualTo(40L * round);
			servers.get(0).execute("SCRIPT", "FLUSH");
			owner.set("o", "v" + round);
			servers.get(0).execute("SCRIPT", "FLUSH");
			assertThat(this.template.getOrLoad("l" + round, String.class, Duration.ofMinutes(1), () -> "loaded"))
				.isEqualTo("loaded");
		}
		servers.get(0).restart();
		await().ignoreExceptionsInstanceOf(DataAccessException.class)
			.untilAsserted(() -> assertThat(this.template.increment("m", 1)).isPositive());
	}

	@Test
	void userWithoutARightIsToldWhichOne() {
		servers.get(0).execute("ACL", "SETUSER", "limited", "on", ">secret", "~*", "&*", "+@all", "-set", "-ping");
		this.template = open(List.of(servers.get(0).url().replace("//", "//limited:secret@")));
		await().ignoreExceptionsInstanceOf(DataAccessResourceFailureException.class).untilAsserted(() -> {
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
					.isThrownBy(() -> this.template.set("k", "w"))
					.withMessageContainingAll("NOPERM", "'set'");
			}
		});
		assertServes();
	}

	@Test
	void serverFullOfConnectionsIsConnectedToOnceThereIsRoom() throws IOException {
		try (RedisServerFixture server = RedisServerFixture.start("--maxclients", "1");
				Socket socket = new Socket("127.0.0.1", server.port())) {
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
			assertThat(socket.getInputStream().read()).isEqualTo('+');
			this.template = servers.open(List.of(server.url()), (pool) -> pool.timeout(Duration.ofSeconds(30)));
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> this.template.set("k", "w"))
				.withMessageContainingAll("max number of clients reached", "'maxclients'");
			socket.shutdownOutput();
			set("k", "v");
			assertServes();
		}
	}

	@Test
	void poolOfManyNodesWithOneFullServesAllOtherKeys() {
		this.template = open(servers.urls());
		for (String node : List.of("n1", "n2", "n3")) {
			set(TestPools.keyOn(this.template, node), node);
		}
		servers.get(1).execute("CONFIG", "SET", "maxmemory", "1");
		try {
			assertThatExceptionOfType(PartialResultException.class)
				.isThrownBy(() -> this.template.multiSet(Map.of(TestPools.keyOn(this.template, "n1"), "1",
						TestPools.keyOn(this.template, "n2"), "2", TestPools.keyOn(this.template, "n3"), "3"), null))
				.satisfies(
						(ex) -> assertThat(ex.getFailedKeys()).containsExactly(TestPools.keyOn(this.template, "n2")));
			assertThat(this.template.get(TestPools.keyOn(this.template, "n1"), String.class)).isEqualTo("1");
			assertThat(this.template.get(TestPools.keyOn(this.template, "n2"), String.class)).isEqualTo("n2");
		}
		finally {
			servers.get(1).execute("CONFIG", "SET", "maxmemory", "0");
		}
	}

}
