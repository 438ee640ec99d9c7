package dev.sm.cache;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The guides for those who come from another client: what it has placed is found.
 */
class UpgradeTests {

	private static final int KEYS = 500;

	@Test
	void whatTwemproxyHasPlacedIsReadAndTheOtherWayRound(@TempDir Path directory) throws Exception {
		try (RedisServerFixture alpha = RedisServerFixture.start();
				RedisServerFixture beta = RedisServerFixture.start();
				RedisServerFixture gamma = RedisServerFixture.start()) {
			int port = RedisServerFixture.freePort();
			Process nutcracker = nutcracker(directory, """
					app:
					  listen: 127.0.0.1:%d
					  hash: fnv1a_64
					  hash_tag: "{}"
					  distribution: ketama
					  redis: true
					  servers:
					   - 127.0.0.1:%d:1 alpha
					   - 127.0.0.1:%d:2 beta
					   - 127.0.0.1:%d:4 gamma
					""".formatted(port, alpha.port(), beta.port(), gamma.port()));
			PoolSettings settings = PoolSettings.named("p")
				.algorithm("twemproxy-ketama")
				.hash("fnv1a_64")
				.hashTag("{}")
				.node(NodeSettings.of("a", alpha.url(), 1).label("alpha"))
				.node(NodeSettings.of("b", beta.url(), 2).label("beta"))
				.node(NodeSettings.of("c", gamma.url(), 4).label("gamma"))
				.build();
			try (Socket proxy = connect(port); Pools pools = TestPools.open(settings, new RedisNodeFactory())) {
				for (int i = 0; i < KEYS; i++) {
					assertThat(ask(proxy, "SET", key(i), "v" + i)).isEqualTo("+OK");
				}
				assertReads(pools.get("p"));
				pools.get("p").set("user:{7}:new", "by sm");
				assertThat(ask(proxy, "GET", "user:{7}:new")).isEqualTo("by sm");
			}
			finally {
				nutcracker.destroyForcibly().waitFor();
			}
		}
	}

	private static String key(int number) {
		return (number % 3 == 0) ? "user:{" + number + "}:cart" : "key:" + number;
	}

	private static void assertReads(ShardedTemplate template) {
		Map<String, String> all = new LinkedHashMap<>();
		for (int i = 0; i < KEYS; i++) {
			all.put(key(i), "v" + i);
		}
		await().atMost(Duration.ofSeconds(30))
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.untilAsserted(() -> assertThat(template.multiGet(all.keySet(), String.class)).isEqualTo(all));
	}

	/** Which server has a key is what spymemcached's own test says. */
	@Test
	void whatSpymemcachedsRuleHasPlacedIsRead() throws Exception {
		List<String[]> rows = rows("/vectors/spymemcached/testLibKetamaCompatTwo.tsv");
		try (RedisServerFixture server = RedisServerFixture.start()) {
			PoolSettings.Builder settings = PoolSettings.named("p").algorithm("spymemcached-ketama");
			Map<String, Integer> databases = new LinkedHashMap<>();
			for (int i = 1; i <= 8; i++) {
				String label = "10.0.1." + i + ":11211";
				databases.put(label, i);
				settings.node(NodeSettings.of("s" + i, server.url() + "/" + i, 1).label(label));
			}
			RedisClient client = RedisClient.create(RedisURI.create(server.url()));
			RedisCommands<String, String> redis = client.connect().sync();
			for (String[] row : rows) {
				redis.select(databases.get(row[1]));
				redis.set(row[0], "on " + row[1]);
			}
			client.shutdown();
			try (Pools pools = TestPools.open(settings.build(), new RedisNodeFactory())) {
				ShardedTemplate template = pools.get("p");
				Map<String, String> expected = new LinkedHashMap<>();
				rows.forEach((row) -> expected.put(row[0], "on " + row[1]));
				await().atMost(Duration.ofSeconds(30))
					.ignoreExceptionsInstanceOf(DataAccessException.class)
					.untilAsserted(
							() -> assertThat(template.multiGet(expected.keySet(), String.class)).isEqualTo(expected));
			}
		}
	}

	private static List<String[]> rows(String file) throws IOException {
		try (InputStream in = Objects.requireNonNull(UpgradeTests.class.getResourceAsStream(file));
				BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
			return reader.lines()
				.filter((line) -> !line.startsWith("#"))
				.map((line) -> line.split("\t"))
				.limit(KEYS)
				.toList();
		}
	}

	private static Process nutcracker(Path directory, String configuration) throws IOException {
		if (!new File("/usr/sbin/nutcracker").canExecute()) {
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException("nutcracker is missing");
			}
			throw new TestAbortedException("skipped: nutcracker is missing");
		}
		Path file = Files.writeString(directory.resolve("nutcracker.yml"), configuration);
		return new ProcessBuilder("/usr/sbin/nutcracker", "--conf-file=" + file, "--stats-addr=127.0.0.1",
				"--stats-port=" + RedisServerFixture.freePort())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("nutcracker.log").toFile())
			.start();
	}

	private static Socket connect(int port) {
		List<Socket> connected = new ArrayList<>();
		await().atMost(20, TimeUnit.SECONDS)
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> connected.add(new Socket("127.0.0.1", port)));
		return connected.get(0);
	}

	/** A command and its answer: what stands in its last line. */
	private static String ask(Socket socket, String... words) throws IOException {
		StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
		for (String word : words) {
			command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
		}
		socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
		String line = line(socket.getInputStream());
		return line.startsWith("$") ? line(socket.getInputStream()) : line;
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
			line.append((char) next);
		}
		return line.toString().strip();
	}

}
