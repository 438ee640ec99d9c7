package dev.sm.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.storage.redis.RedisNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replicated pool of three Redis servers.
 */
class RedisReplicatedTemplateTests extends ReplicatedTemplateContractTests {

	@RegisterExtension
	static final RedisServers servers = new RedisServers(3);

	@Override
	protected Pools open() {
		return open(new ReplicaSettings(ReplicaSettings.Write.ALL, 0.05, true, Duration.ofMinutes(1),
				Duration.ofSeconds(1), 1_000, null));
	}

	private static Pools open(ReplicaSettings replicas) {
		return TestPools.open(TestPools.settings(servers.urls(),
				(pool) -> pool.type(PoolSettings.Type.REPLICATED)
					.keyPrefix("app:")
					.timeout(Duration.ofSeconds(20))
					.replicas(replicas)),
				new RedisNodeFactory());
	}

	@Override
	protected int copies(String key) {
		return (int) servers.stream().filter((server) -> server.execute("EXISTS", "app:" + key).equals(":1")).count();
	}

	@Test
	void nothingThatAMajorityHasIsLostWithOneServerAndADeletedKeyStaysDeleted(@TempDir Path directory) {
		ReplicaSettings majority = new ReplicaSettings(ReplicaSettings.Write.MAJORITY, 0.05, true,
				Duration.ofMinutes(1), Duration.ofSeconds(1), 1_000, directory);
		List<Integer> acknowledged = new ArrayList<>();
		try (Pools pools = open(majority)) {
			ShardedTemplate template = pools.get("p");
			await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
				template.set("old", "v");
				return copies("old") == 3;
			});
			for (int i = 0; i < 600; i++) {
				if (i == 200) {
					servers.get(0).kill();
				}
				if (set(template, i)) {
					acknowledged.add(i);
				}
			}
			assertThat(acknowledged).hasSizeGreaterThan(500);
			template.delete("old");
			assertThat(template.get("old", String.class)).isNull();
			acknowledged.forEach((i) -> assertThat(template.get("k" + i, Integer.class)).isEqualTo(i));
		}
		// as if the server had kept what it had, and this instance had been restarted
		servers.get(0).restart();
		servers.get(0).execute("SET", "app:old", "v");
		try (Pools pools = open(majority)) {
			ShardedTemplate template = pools.get("p");
			await().atMost(Duration.ofSeconds(30)).until(() -> copies("old") == 0);
			assertThat(template.get("old", String.class)).isNull();
			acknowledged.forEach((i) -> assertThat(template.get("k" + i, Integer.class)).isEqualTo(i));
			System.out.println(acknowledged.size() + " of 600 writes acknowledged by two of three servers, one of"
					+ " them killed after 200: none lost");
			await().atMost(Duration.ofSeconds(30))
				.until(() -> template.describe().nodes().stream().allMatch((n) -> n.state() == NodeState.SERVING));
		}
	}

	private static boolean set(ShardedTemplate template, int i) {
		try {
			template.set("k" + i, i);
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

}
