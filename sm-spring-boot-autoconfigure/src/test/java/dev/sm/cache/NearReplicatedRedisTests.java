package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replicated pool of three real Redis servers with values in memory, whose connections
 * are killed and cut, whose packets stop and whose servers sleep.
 */
class NearReplicatedRedisTests {

	private static final Duration BOUND = Duration.ofMillis(200);

	@RegisterExtension
	static final RedisServers servers = new RedisServers(3);

	private final List<TcpProxyFixture> proxies = new ArrayList<>();

	@BeforeEach
	void startProxies() {
		servers.stream().forEach((server) -> this.proxies.add(TcpProxyFixture.start(server.port())));
	}

	@AfterEach
	void close() {
		servers.closePools();
		this.proxies.forEach(TcpProxyFixture::close);
	}

	private ShardedTemplate writer(Write write) {
		return open(servers.urls(), write, null, Duration.ofSeconds(10));
	}

	private ShardedTemplate reader(Write write, Duration bound) {
		return open(this.proxies.stream().map((proxy) -> "redis://127.0.0.1:" + proxy.port()).toList(), write,
				new NearSettings(1000, bound), Duration.ofMillis(600));
	}

	private ShardedTemplate open(List<String> urls, Write write, NearSettings near, Duration timeout) {
		return servers.open(urls,
				(pool) -> pool.type(PoolSettings.Type.REPLICATED)
					.timeout(timeout)
					.near(near)
					.replicas(new ReplicaSettings(write, 0.05, true, Duration.ofMinutes(1), Duration.ZERO, 1000, null))
					.health(new HealthSettings(5, Duration.ofMillis(20), Duration.ofMillis(100), 1024)));
	}

	@Test
	void othersWritesAreToldByTheNodeThatWasRead() {
		ShardedTemplate writer = writer(Write.ALL);
		ShardedTemplate reader = reader(Write.ALL, Duration.ofMinutes(1));
		for (int i = 0; i < 5; i++) {
			String value = "v" + i;
			for (int key = 0; key < 12; key++) {
				writer.set("k" + key, value);
			}
			for (int key = 0; key < 12; key++) {
				String name = "k" + key;
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(2))
					.until(() -> value.equals(reader.get(name, String.class)));
				long before = reader.near().orElseThrow().hits();
				await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
					assertThat(reader.get(name, String.class)).isEqualTo(value);
					return reader.near().orElseThrow().hits() > before;
				});
			}
		}
	}

	@Test
	void aLostConnectionTakesWhatWasReadOnItAndNothingElse() {
		ShardedTemplate writer = writer(Write.ALL);
		ShardedTemplate reader = reader(Write.ALL, Duration.ofMinutes(1));
		writer.set("k", "0");
		for (int round = 1; round <= 6; round++) {
			await().until(() -> reader.describe()
				.nodes()
				.stream()
				.allMatch((node) -> node.state() == PoolDescription.NodeState.SERVING));
			await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
				long before = reader.near().orElseThrow().hits();
				reader.get("k", String.class);
				return reader.near().orElseThrow().hits() > before;
			});
			int node = reader.nodeFor("k").charAt(1) - '1';
			long losses = reader.near().orElseThrow().losses();
			String value = String.valueOf(round);
			writer.set("k", value);
			await().until(() -> {
				this.proxies.get(node).cut();
				return reader.near().orElseThrow().losses() > losses;
			});
			await().ignoreExceptionsInstanceOf(DataAccessException.class)
				.until(() -> value.equals(reader.get("k", String.class)));
		}
	}

	@Test
	void isNeverStalerThanTheBoundWhereAllNodesAcknowledge() {
		Random random = new Random(20);
		ShardedTemplate writer = writer(Write.ALL);
		ShardedTemplate reader = reader(Write.ALL, BOUND);
		writer.set("k", 0);
		StaleReads stale = new StaleReads(writer, reader);
		for (int i = 0; i < 16; i++) {
			int node = random.nextInt(3);
			StaleReads.disturb(servers.get(node), this.proxies, node, i % 4);
		}
		stale.end("near cache of a replicated pool", BOUND.toNanos());
	}

	/** One node sleeps; whatever this instance has written it reads. */
	@Test
	void ownWritesAreSeenAtOnceThoughANodeMissesThem() {
		ShardedTemplate reader = reader(Write.MAJORITY, Duration.ofMinutes(1));
		int asleep = reader.nodeFor("k").charAt(1) - '1';
		await().ignoreExceptionsInstanceOf(DataAccessException.class).untilAsserted(() -> reader.set("k", "first"));
		for (int round = 0; round < 3; round++) {
			reader.get("k", String.class);
			servers.get(asleep).pause();
			for (int i = 0; i < 10; i++) {
				String value = round + "-" + i;
				reader.set("k", value);
				assertThat(reader.get("k", String.class)).isEqualTo(value);
			}
			servers.get(asleep).resume();
			for (int i = 10; i < 40; i++) {
				String value = round + "-" + i;
				reader.set("k", value);
				assertThat(reader.get("k", String.class)).isEqualTo(value);
			}
		}
	}

}
