package dev.sm.cache;

import java.time.Duration;
import java.util.List;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.testkit.RedisServerFixture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Real servers in each condition in which they say no: what reads and writes come to,
 * what a user is told, and that it is over when it is. The table of {@code docs/cache.md}
 * has a row for each.
 */
@Timeout(120)
class RedisConditionsTests {

	@RegisterExtension
	static final RedisServers servers = new RedisServers(3, RedisCondition.OPTIONS.toArray(String[]::new));

	private static RedisServerFixture ofCluster;

	@BeforeAll
	static void startServerOfACluster() {
		RedisServerFixture.assumeVersion(7);
		ofCluster = RedisServerFixture.start("--cluster-enabled", "yes", "--cluster-node-timeout", "500");
		RedisCondition.CLUSTERDOWN.end(ofCluster);
	}

	@AfterAll
	static void stopServerOfACluster() {
		if (ofCluster != null) {
			ofCluster.close();
		}
	}

	private static RedisServerFixture victim(RedisCondition condition) {
		return (condition == RedisCondition.CLUSTERDOWN) ? ofCluster : servers.get(0);
	}

	private static PoolSettings.Builder patient(PoolSettings.Builder pool) {
		return pool.timeout(Duration.ofSeconds(30))
			.health(new HealthSettings(5, Duration.ofMillis(20), Duration.ofMillis(100), 1024));
	}

	@ParameterizedTest
	@EnumSource
	void shardedPoolTellsWhatTheServerSaysUntilItIsOver(RedisCondition condition) {
		RedisServerFixture server = victim(condition);
		ShardedTemplate template = servers.open(List.of(server.url()), RedisConditionsTests::patient);
		set(template, "v");
		condition.begin(server);
		try {
			// a server that was started again is connected to first
			eventually().until(() -> {
				Throwable refused = catchThrowable(() -> template.set("k", "w"));
				return refused != null && condition.said(refused);
			});
			for (int i = 0; i < 20; i++) {
				assertThatExceptionOfType(DataAccessResourceFailureException.class)
					.isThrownBy(() -> template.set("k", "w"))
					.withMessageContaining("set of key 'k' on node 'n1' of pool 'p'")
					.matches(condition::said);
				read(template, condition);
			}
			if (!condition.away) {
				assertThat(template.describe().nodes())
					.allMatch((node) -> node.state() == PoolDescription.NodeState.SERVING);
			}
		}
		finally {
			condition.end(server);
		}
		set(template, "again");
		assertThat(template.get("k", String.class)).isEqualTo("again");
	}

	/** What can be read is read, unless the node is left alone for what it refuses. */
	private static void read(ShardedTemplate template, RedisCondition condition) {
		try {
			assertThat(template.get("k", String.class)).isEqualTo("v");
			assertThat(condition.read).isTrue();
		}
		catch (DataAccessResourceFailureException ex) {
			assertThat(condition.away).isTrue();
			assertThat(ex).matches(condition::said);
		}
	}

	@ParameterizedTest
	@EnumSource
	void majorityOfAReplicatedPoolMakesUpForIt(RedisCondition condition) {
		RedisServerFixture server = victim(condition);
		ShardedTemplate template = openReplicated(server, Write.MAJORITY);
		String key = TestPools.keyOn(template, "n1");
		template.set(key, "v");
		template.set("other", "v");
		condition.begin(server);
		try {
			for (int i = 0; i < 20; i++) {
				template.set(key, "w" + i);
				assertThat(template.get(key, String.class)).isEqualTo("w" + i);
				assertThat(template.get("other", String.class)).isEqualTo("v");
			}
		}
		finally {
			condition.end(server);
		}
		eventually().until(() -> {
			assertThat(template.get(key, String.class)).isEqualTo("w19");
			return server.execute("GET", key).equals("w19");
		});
	}

	@ParameterizedTest
	@EnumSource
	void writesThatAllMustAcknowledgeFailWithWhatOneSays(RedisCondition condition) {
		RedisServerFixture server = victim(condition);
		ShardedTemplate template = openReplicated(server, Write.ALL);
		template.set("k", "v");
		condition.begin(server);
		try {
			eventually().until(() -> {
				Throwable refused = catchThrowable(() -> template.set("x", "w"));
				return refused != null && condition.said(refused);
			});
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(DataAccessResourceFailureException.class)
					.isThrownBy(() -> template.set("x", "w"))
					.matches(condition::said);
				assertThat(template.get("k", String.class)).isEqualTo("v");
			}
		}
		finally {
			condition.end(server);
		}
		set(template, "again");
		eventually().until(() -> servers.stream().skip(1).allMatch((each) -> each.execute("GET", "k").equals("again"))
				&& server.execute("GET", "k").equals("again"));
	}

	private static ShardedTemplate openReplicated(RedisServerFixture server, Write write) {
		server.execute("FLUSHALL");
		ShardedTemplate template = servers.open(List.of(server.url(), servers.get(1).url(), servers.get(2).url()),
				(pool) -> patient(pool).type(PoolSettings.Type.REPLICATED)
					.replicas(
							new ReplicaSettings(write, 0.05, true, Duration.ofMinutes(1), Duration.ZERO, 1000, null)));
		eventually().until(() -> template.probe().join().nodes().stream().allMatch(PoolDescription.NodeInfo::up));
		return template;
	}

	/** A server that has just been connected to, or is all right again. */
	private static void set(ShardedTemplate template, String value) {
		eventually().ignoreExceptionsInstanceOf(DataAccessException.class)
			.untilAsserted(() -> template.set("k", value));
	}

	/**
	 * Clients of servers have to begin, on a machine that may have other things to do.
	 */
	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

}
