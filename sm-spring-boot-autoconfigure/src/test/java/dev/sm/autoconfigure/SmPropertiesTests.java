package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.cache.PoolSettings.OnChange;
import dev.sm.manager.HungDrop;
import dev.sm.manager.OwnershipMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SmPropertiesTests {

	@Test
	void hasDefaults() {
		SmProperties properties = bind();
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.service()).isNull();
		assertThat(properties.coordination().prefix()).isEqualTo("/sm");
		assertThat(properties.coordination().sessionTtl()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.shards().count()).isEqualTo(64);
		assertThat(properties.shards().ownership()).isEqualTo(OwnershipMode.EXCLUSIVE);
		assertThat(properties.cache().pools()).isEmpty();
	}

	@Test
	void bindsCoordination() {
		CoordinationProperties coordination = bind("sm.coordination.type", "local", "sm.coordination.prefix", "/x/y",
				"sm.coordination.session-ttl", "2s", "sm.coordination.start-timeout", "5s",
				"sm.coordination.etcd.endpoints", "http://a:1,http://b:2", "sm.coordination.etcd.username", "u",
				"sm.coordination.raft.peers[0]", "a:1", "sm.coordination.raft.http.token", "t")
			.coordination();
		assertThat(coordination.type()).isEqualTo(CoordinationType.LOCAL);
		assertThat(coordination.prefix()).isEqualTo("/x/y");
		assertThat(coordination.sessionTtl()).isEqualTo(Duration.ofSeconds(2));
		assertThat(coordination.startTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(coordination.etcd().endpoints()).containsExactly("http://a:1", "http://b:2");
		assertThat(coordination.etcd().username()).isEqualTo("u");
		assertThat(coordination.raft().peers()).containsExactly("a:1");
		assertThat(coordination.raft().http().token()).isEqualTo("t");
	}

	@Test
	void bindsParticipant() {
		assertThat(bind("sm.participant.enabled", "false", "sm.participant.id", "p1", "sm.participant.address",
				"http://10.0.0.1:80", "sm.participant.zone", "z", "sm.participant.weight", "2.5",
				"sm.participant.max-shards", "7", "sm.participant.tags", "a,b", "sm.participant.stop-delay", "4s")
			.participant())
			.isEqualTo(new ParticipantProperties(false, "p1", "http://10.0.0.1:80", "z", 2.5, 7,
					java.util.Set.of("a", "b"), Duration.ofSeconds(4)));
	}

	@Test
	void bindsShards() {
		ShardsProperties shards = bind("sm.shards.count", "5", "sm.shards.ownership", "affinity",
				"sm.shards.handler-timeout", "3s", "sm.shards.hung-drop", "exit", "sm.shards.services.other.count",
				"16", "sm.shards.services.other.hung-drop", "wait")
			.shards();
		assertThat(shards)
			.isEqualTo(new ShardsProperties(5, OwnershipMode.AFFINITY, Duration.ofSeconds(3), HungDrop.EXIT,
					Map.of("other", new ShardsProperties.Service(16, null, null, HungDrop.WAIT, null)), null));
	}

	@Test
	void bindsBalance() {
		assertThat(bind("sm.balance.max-moves-in-flight", "3", "sm.balance.tolerance", "0.5",
				"sm.balance.recovery-grace", "7s", "sm.balance.zone-spread", "false", "sm.balance.load-half-life", "1m",
				"sm.balance.load-max-age", "3m", "sm.balance.cool-down", "4m")
			.balance())
			.isEqualTo(new BalanceProperties(3, 0.5, Duration.ofSeconds(7), false, Duration.ofMinutes(1),
					Duration.ofMinutes(3), Duration.ofMinutes(4)));
	}

	@Test
	void bindsPools() {
		CacheProperties.Pool pool = bind("sm.cache.pools.p.continuum", "jump", "sm.cache.pools.p.hash-tag", "{}",
				"sm.cache.pools.p.key-prefix", "k:", "sm.cache.pools.p.default-ttl", "1h", "sm.cache.pools.p.timeout",
				"1s", "sm.cache.pools.p.on-change", "fail", "sm.cache.pools.p.nodes.n1.url", "memory:",
				"sm.cache.pools.p.nodes.n1.weight", "5", "sm.cache.pools.p.nodes.n1.index", "0",
				"sm.cache.pools.p.load.deadline", "4s", "sm.cache.pools.p.load.stale-ttl", "5s",
				"sm.cache.pools.p.load.early-refresh", "1.5", "sm.cache.pools.p.load.negative-ttl", "6s")
			.cache()
			.pools()
			.get("p");
		assertThat(pool.continuum()).isEqualTo("jump");
		assertThat(pool.hashTag()).isEqualTo("{}");
		assertThat(pool.keyPrefix()).isEqualTo("k:");
		assertThat(pool.defaultTtl()).isEqualTo(Duration.ofHours(1));
		assertThat(pool.timeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(pool.onChange()).isEqualTo(OnChange.FAIL);
		assertThat(pool.load()).isEqualTo(
				new CacheProperties.Load(Duration.ofSeconds(4), Duration.ofSeconds(5), 1.5, Duration.ofSeconds(6)));
		assertThat(pool.nodes().get("n1").weight()).isEqualTo(5);
		assertThat(pool.nodes().get("n1").index()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "sm.service | a/b", "sm.coordination.prefix | sm",
			"sm.coordination.session-ttl | 999ms", "sm.coordination.session-ttl | 11m",
			"sm.coordination.start-timeout | 0s", "sm.participant.id | a b", "sm.participant.address | http://",
			"sm.participant.address | not a uri", "sm.participant.weight | -1", "sm.participant.max-shards | -1",
			"sm.participant.zone | a/b", "sm.participant.tags | a,/", "sm.participant.stop-delay | -1s",
			"sm.routing.forward.linger | -1s", "sm.shards.count | -1", "sm.shards.count | 100001",
			"sm.shards.handler-timeout | 0s", "sm.shards.services.other.count | -1",
			"sm.shards.services.other.handler-timeout | 0s", "sm.balance.max-moves-in-flight | 0",
			"sm.balance.tolerance | 11", "sm.balance.recovery-grace | -1s", "sm.balance.load-half-life | -1s",
			"sm.balance.load-max-age | 0s", "sm.balance.cool-down | -1s", "sm.cache.pools.p.continuum | ''",
			"sm.cache.pools.p.hash-tag | {", "sm.cache.pools.p.default-ttl | 0s", "sm.cache.pools.p.timeout | 0s",
			"sm.cache.pools.p.load.deadline | 0s", "sm.cache.pools.p.near-cache.max-entries | 0",
			"sm.cache.pools.p.near-cache.max-staleness | 9ms", "sm.cache.pools.p.migration.rate | 0",
			"sm.cache.pools.p.read.hedge-budget | 5", "sm.cache.pools.p.nodes.n1.weight | 1000001",
			"sm.cache.pools.p.nodes.n1.index | -1", "sm.cache.jdbc.connections | 0", "sm.cache.jdbc.connections | 1001",
			"sm.cache.jdbc.sweep-interval | 0s" })
	void refusesWhatIsOutOfRange(String key, String value) {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("sm.cache.pools.p.nodes.n1.url", "memory:", key, value))
			.havingRootCause()
			.isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> {
				assertThat(ex.getKey()).isEqualTo(key);
				assertThat(ex).hasMessageContaining("'" + key + "' must be ");
			});
	}

	@ParameterizedTest
	@CsvSource({ "sm.cache.pools.p.load.stale-ttl, -1s", "sm.cache.pools.p.load.early-refresh, 101",
			"sm.cache.pools.p.load.negative-ttl, 0s", "sm.cache.pools.p.values.max-size, 0B",
			"sm.cache.pools.p.values.compress-above, -1B", "sm.cache.pools.p.gutter-ttl, 0s" })
	void refusesLoadsThatAreOutOfRange(String key, String value) {
		refusesWhatIsOutOfRange(key, value);
	}

	@ParameterizedTest
	@CsvSource({ "health.failures, 0", "health.probe-interval, 0s", "health.max-probe-interval, 1ms",
			"health.max-in-flight, 0", "repair.ttl, 0s", "repair.warm-up, -1s", "repair.max-missed, 0",
			"read.hedge-budget, 101%" })
	void refusesWhatNodesAndReplicasCannotBe(String name, String value) {
		refusesWhatIsOutOfRange("sm.cache.pools.p." + name, value);
	}

	@ParameterizedTest
	@CsvSource({ "key, user", "max-load, 1", "max-load, 1001", "retries, -1", "retries, 11", "keep-instances, -1s" })
	void refusesRoutedServices(String name, String value) {
		String key = "sm.routing.services.s." + name;
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(key, value))
			.havingRootCause()
			.isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> assertThat(ex.getKey()).isEqualTo(key));
	}

	@Test
	void refusesAPoolWithoutWeight() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("sm.cache.pools.p.nodes.n1.url", "memory:", "sm.cache.pools.p.nodes.n1.weight", "0"))
			.havingRootCause()
			.withMessageContaining("weight 0");
	}

	@Test
	void tellsNoSecret() {
		SmProperties properties = bind("sm.coordination.etcd.password", "s3cret", "sm.coordination.etcd.endpoints",
				"http://u:s3cret@a:1", "sm.coordination.raft.http.token", "s3cret", "sm.cache.pools.p.nodes.n1.url",
				"redis://u:s3cret@a", "sm.cache.pools.p.nodes.n1.password", "s3cret");
		assertThat(properties.toString()).doesNotContain("s3cret");
	}

	@Test
	void tellsNoSecretOfAnAddress() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("sm.participant.address", "http://u:s3cret@a:1"))
			.satisfies((ex) -> assertThat(String.valueOf(ex.getCause())).doesNotContain("s3cret"));
	}

	private static SmProperties bind(String... pairs) {
		Map<String, String> map = new LinkedHashMap<>();
		for (int index = 0; index < pairs.length; index += 2) {
			map.put(pairs[index], pairs[index + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("sm", Bindable.of(SmProperties.class));
	}

}
