package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A primary that sentinels lead to, seen as one node.
 */
class RedisSentinelTests {

	@Test
	void nodeFollowsTheSentinelsToTheNewPrimary(@TempDir Path directory) throws Exception {
		try (RedisServerFixture primary = RedisServerFixture.start();
				RedisServerFixture replica = RedisServerFixture.start("--replicaof", "127.0.0.1",
						Integer.toString(primary.port()));
				RedisServerFixture sentinel = RedisServerFixture.start(configuration(directory, primary.port()),
						"--sentinel");
				NodeStorage node = RedisNodeFactory.ofConnectionFactory("n1",
						new LettuceConnectionFactory(
								new RedisSentinelConfiguration("main", Set.of("127.0.0.1:" + sentinel.port()))),
						Duration.ofSeconds(10))) {
			await().atMost(Duration.ofSeconds(20))
				.until(() -> sentinel.execute("SENTINEL", "CKQUORUM", "main").startsWith("+OK")
						&& replica.execute("INFO", "replication").contains("master_link_status:up"));
			put(node, "before");
			assertThat(primary.execute("GET", "k")).isEqualTo("before");
			await().atMost(Duration.ofSeconds(20)).until(() -> "before".equals(replica.execute("GET", "k")));
			await().atMost(Duration.ofSeconds(30))
				.until(() -> sentinel.execute("SENTINEL", "FAILOVER", "main").startsWith("+OK"));
			await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
				put(node, "after");
				assertThat(replica.execute("GET", "k")).isEqualTo("after");
			});
		}
	}

	private static String configuration(Path directory, int primary) throws Exception {
		Path file = directory.resolve("sentinel.conf");
		return Files.writeString(file, "sentinel monitor main 127.0.0.1 " + primary + " 1\n").toString();
	}

	private static void put(NodeStorage node, String value) {
		node.execute(NodeCommand.Put.of(bytes("k"), bytes(value))).toCompletableFuture().join();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
