package dev.sm.cache;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

	private static List<RedisServerFixture> servers = List.of();

	private Pools pools;

	private ShardedTemplate template;

	@BeforeAll
	static void startServers() {
		servers = List.of(RedisServerFixture.start(), RedisServerFixture.start(), RedisServerFixture.start());
	}

	@AfterAll
	static void stopServers() {
		servers.forEach(RedisServerFixture::close);
	}

	@BeforeEach
	void open() {
		servers.forEach((server) -> server.execute("FLUSHALL"));
		open(servers.get(0));
	}

	@AfterEach
	void close() {
		this.pools.close();
	}

	private void open(RedisServerFixture server) {
		open(TestPools.settings(List.of(server.url()), (pool) -> pool.timeout(Duration.ofSeconds(10))));
		set("k", "v");
	}

	private void open(PoolSettings settings) {
		if (this.pools != null) {
			this.pools.close();
		}
		this.pools = TestPools.open(settings, new RedisNodeFactory());
		this.template = this.pools.get("p");
	}

	private void openReplicated(Write write) {
		open(TestPools.settings(servers.stream().map(RedisServerFixture::url).toList(),
				(pool) -> pool.type(PoolSettings.Type.REPLICATED)
					.timeout(Duration.ofSeconds(10))
					.replicas(
							new ReplicaSettings(write, 0.05, true, Duration.ofMinutes(1), Duration.ZERO, 100, null))));
		await().until(() -> this.template.probe().join().nodes().stream().allMatch(PoolDescription.NodeInfo::up));
		servers.forEach((server) -> server.execute("SET", "k", "v"));
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

	@Test
	void serverThatCannotSaveIsReadFrom(@TempDir Path directory) throws IOException {
		RedisServerFixture.assumeVersion(7);
		try (RedisServerFixture server = RedisServerFixture.start("--enable-protected-configs", "yes")) {
			open(server);
			Path gone = Files.createDirectory(directory.resolve("gone"));
			server.execute("CONFIG", "SET", "dir", gone.toString());
			Files.delete(gone);
			server.execute("CONFIG", "SET", "save", "100000 100000");
			server.execute("BGSAVE");
			await().until(() -> server.execute("DEL", "nobody").startsWith("-MISCONF"));
			assertWritesAreRefused("MISCONF");
			assertServes();
			server.execute("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
			this.template.set("k", "again");
			server.execute("CONFIG", "SET", "save", "");
		}
	}

	/** What nobody has is no missed write, to be made up for by removing the key. */
	@Test
	void whatAllServersOfAReplicatedPoolRefuseLeavesWhatTheyHave() {
		for (Write write : Write.values()) {
			openReplicated(write);
			servers.forEach((server) -> server.execute("CONFIG", "SET", "maxmemory", "1"));
			try {
				for (int i = 0; i < 10; i++) {
					assertThatExceptionOfType(DataAccessResourceFailureException.class)
						.isThrownBy(() -> this.template.set("k", "w"))
						.withMessageContaining("OOM");
				}
				assertServes();
				assertThat(servers).allMatch((server) -> server.execute("GET", "k").equals("v"));
			}
			finally {
				servers.forEach((server) -> server.execute("CONFIG", "SET", "maxmemory", "0"));
			}
			this.template.set("k", "again");
			assertThat(this.template.get("k", String.class)).isEqualTo("again");
			await().until(() -> servers.stream().allMatch((server) -> server.execute("GET", "k").equals("again")));
		}
	}

	@Test
	void serverWithoutMemoryIsMadeUpForByTheOthers() {
		openReplicated(Write.MAJORITY);
		RedisServerFixture full = servers.get(this.template.nodeFor("k").charAt(1) - '1');
		full.execute("CONFIG", "SET", "maxmemory", "1");
		try {
			for (int i = 0; i < 20; i++) {
				this.template.set("k", "w" + i);
				assertThat(this.template.get("k", String.class)).isEqualTo("w" + i);
			}
			await().until(() -> full.execute("EXISTS", "k").equals(":0"));
		}
		finally {
			full.execute("CONFIG", "SET", "maxmemory", "0");
		}
		await().until(() -> {
			assertThat(this.template.get("k", String.class)).isEqualTo("w19");
			return full.execute("GET", "k").equals("w19");
		});
	}

	@Test
	void replicaIsLeftAloneWithItsWritesUntilItIsAPrimary() {
		servers.get(0).execute("REPLICAOF", "127.0.0.1", "1");
		try {
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(DataAccessResourceFailureException.class)
					.isThrownBy(() -> this.template.set("k", "w"))
					.withMessageContaining("node 'n1'");
			}
		}
		finally {
			servers.get(0).execute("REPLICAOF", "NO", "ONE");
		}
		set("k", "again");
		assertThat(this.template.get("k", String.class)).isEqualTo("again");
	}

	@Test
	void userWithoutARightIsToldWhichOne() {
		servers.get(0).execute("ACL", "SETUSER", "limited", "on", ">secret", "~*", "&*", "+@all", "-set", "-ping");
		PoolSettings settings = TestPools.settings(List.of(servers.get(0).url().replace("//", "//limited:secret@")),
				(pool) -> pool.timeout(Duration.ofSeconds(10)));
		open(settings);
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
			open(TestPools.settings(List.of(server.url()), (pool) -> pool.timeout(Duration.ofSeconds(30))));
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
		open(TestPools.settings(servers.stream().map(RedisServerFixture::url).toList(),
				(pool) -> pool.timeout(Duration.ofSeconds(10))));
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
