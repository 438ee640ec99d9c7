package dev.sm.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sm.shard.Shard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Three pools behind one template: each key is in its own pool and nowhere else.
 */
class PrefixTemplateTests {

	private static final PrefixRules RULES = PrefixRules.of("rest",
			List.of(new PrefixRule("users", "user:", "users"), new PrefixRule("vips", "user:vip:", "vips")));

	private final SwitchedNodes nodes = new SwitchedNodes();

	private final Pools pools = TestPools.builder(this.nodes)
		.pools(List.of(pool("rest", "r1", "r2"), pool("users", "u1"), pool("vips", "v1")))
		.rules(RULES)
		.build();

	private final PrefixTemplate template = this.pools.byPrefix().orElseThrow();

	@AfterEach
	void close() {
		this.pools.close();
	}

	private static PoolSettings pool(String name, String... nodes) {
		PoolSettings.Builder builder = PoolSettings.named(name).keyPrefix(name + "/").timeout(Duration.ofSeconds(20));
		for (String node : nodes) {
			builder.node(NodeSettings.of(node, "switched:", 100));
		}
		return builder.build();
	}

	@Test
	void eachKeyIsInItsPoolOnly() {
		Map<String, String> values = values();
		values.forEach(this.template::set);
		assertThat(this.pools.get("rest").multiGet(values.keySet(), String.class)).containsOnlyKeys("page:1", "user");
		assertThat(this.pools.get("users").multiGet(values.keySet(), String.class)).containsOnlyKeys("user:1",
				"user:vip");
		assertThat(this.pools.get("vips").multiGet(values.keySet(), String.class)).containsOnlyKeys("user:vip:1");
		values.forEach((key, value) -> assertThat(this.template.get(key, String.class)).isEqualTo(value));
		assertThat(this.template.poolFor("user:vip:1")).isEqualTo("vips");
		assertThat(this.template.nodeFor("user:vip:1")).isEqualTo("v1");
	}

	@Test
	void singleVerbsGoToThePool() {
		assertThat(this.template.setIfAbsent("user:1", "a", null)).isTrue();
		assertThat(this.template.setIfAbsent("user:1", "b", null)).isFalse();
		assertThat(this.template.increment("user:vip:n", 3)).isEqualTo(3);
		assertThat(this.pools.get("vips").get("user:vip:n", Long.class)).isEqualTo(3);
		assertThat(this.template.expire("user:1", Duration.ofHours(1))).isTrue();
		assertThat(this.template.expire("user:2", Duration.ofHours(1))).isFalse();
		assertThat(this.template.getOrLoad("user:3", String.class, Duration.ofHours(1), () -> "loaded"))
			.isEqualTo("loaded");
		assertThat(this.pools.get("users").get("user:3", String.class)).isEqualTo("loaded");
		assertThat(this.template.<String>execute("user:1", (key, operations) -> key)).isEqualTo("users/user:1");
		assertThat(this.template.delete("user:1")).isTrue();
		assertThat(this.template.delete("user:1")).isFalse();
		this.template.set("page:1", List.of(1, 2), Duration.ofHours(1));
		assertThat(this.template.get("page:1", new ParameterizedTypeReference<List<Integer>>() {
		})).containsExactly(1, 2);
	}

	@Test
	void severalKeysAreSplitAndComeBackInOrder() {
		Map<String, String> values = values();
		this.template.multiSet(values, null);
		assertThat(this.template.multiGet(values.keySet(), String.class)).containsExactlyEntriesOf(values);
		assertThat(this.template.multiGet(List.of("user:1", "nothing", "page:1", "user:1"), String.class))
			.containsExactly(Map.entry("user:1", "B"), Map.entry("page:1", "A"));
		assertThat(this.template.multiDelete(List.of("user:vip:1", "page:1", "nothing", "page:1"))).isEqualTo(2);
		assertThat(this.template.multiGet(values.keySet(), String.class)).containsOnlyKeys("user", "user:1",
				"user:vip");
		assertThat(this.template.multiGet(List.of(), String.class)).isEmpty();
		assertThat(this.template.multiDelete(List.of())).isZero();
	}

	@Test
	void theSameWithoutWaiting() throws Exception {
		Map<String, String> values = values();
		AsyncShardedOperations async = this.template.async();
		async.multiSet(values, Duration.ofHours(1)).get(9, TimeUnit.SECONDS);
		assertThat(async.multiGet(values.keySet(), String.class).get(9, TimeUnit.SECONDS))
			.containsExactlyEntriesOf(values);
		assertThat(async.get("user:vip:1", String.class).get(9, TimeUnit.SECONDS)).isEqualTo("D");
		assertThat(async.multiDelete(values.keySet()).get(9, TimeUnit.SECONDS)).isEqualTo(5);
		assertThat(async.increment("user:vip:n", 1).get(9, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(async.getOrLoad("user:1", String.class, Duration.ofHours(1), () -> "x").get(9, TimeUnit.SECONDS))
			.isEqualTo("x");
	}

	@Test
	void failuresNameTheRule() {
		this.nodes.down.add("v1");
		this.nodes.down.add("r1");
		this.nodes.down.add("r2");
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.get("user:vip:1", String.class))
			.withMessageContaining("get of key 'user:vip:1' by rule 'vips' on node 'v1' of pool 'vips'");
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.set("page:1", "v"))
			.withMessageContaining("by no rule");
		this.nodes.down.add("u1");
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.fencedBy(shard()).set("user:1", "v"))
			.withMessageContaining("by rule 'users'");
		assertThat(this.template.async().get("user:1", String.class)).failsWithin(Duration.ofSeconds(9))
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("by rule 'users'");
	}

	@Test
	void whatThePoolsThatAnswerHaveIsCarried() {
		Map<String, String> values = values();
		this.template.multiSet(values, null);
		this.nodes.down.add("v1");
		assertThatExceptionOfType(PartialResultException.class)
			.isThrownBy(() -> this.template.multiGet(values.keySet(), String.class))
			.withMessageContainingAll("1 of 5 keys", "rule 'vips' (pool 'vips')")
			.satisfies((ex) -> {
				assertThat(ex.getResults()).containsOnlyKeys("page:1", "user", "user:1", "user:vip");
				assertThat(ex.getFailedKeys()).containsExactly("user:vip:1");
			});
		CompletableFuture<Long> deleted = this.template.async().multiDelete(values.keySet());
		assertThat(deleted).failsWithin(Duration.ofSeconds(9))
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(PartialResultException.class,
					(ex) -> assertThat(ex.getResults()).containsEntry("page:1", true).hasSize(4));
	}

	@Test
	void whatIsRefusedIsRefusedBeforeAnythingIsSent() {
		Map<String, Object> values = new LinkedHashMap<>(values());
		values.put("user:vip:2", null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.multiSet(values, null))
			.withMessageContaining("user:vip:2");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.get(null, String.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.multiGet(null, String.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.multiSet(null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.scan(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.fencedBy(null));
		assertThat(this.template.multiGet(values().keySet(), String.class)).isEmpty();
	}

	@Test
	void aScanTellsOfEachPoolWhatBelongsThere() {
		values().forEach(this.template::set);
		// what was written past the rules cannot be read through them
		this.pools.get("rest").set("user:lost", "x");
		try (Stream<String> keys = this.template.scan("")) {
			assertThat(keys).containsExactlyInAnyOrderElementsOf(values().keySet());
		}
		try (Stream<String> keys = this.template.scan("user:v")) {
			assertThat(keys).containsExactlyInAnyOrder("user:vip", "user:vip:1");
		}
		try (Stream<String> keys = this.template.scan("user:vip:")) {
			assertThat(keys).containsExactly("user:vip:1");
		}
	}

	@Test
	void anOwnershipCountsInEveryPool() {
		ShardedOperations older = this.template.fencedBy(shard());
		older.multiSet(values(), null);
		this.template.fencedBy(new FencedOperationsTests.TestShard(5)).multiSet(values(), null);
		assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> older.set("user:vip:1", "late"));
		assertThatExceptionOfType(PartialResultException.class).isThrownBy(() -> older.multiSet(values(), null))
			.satisfies((ex) -> assertThat(ex.getFailures().values()).allMatch(StaleEpochException.class::isInstance));
	}

	@Test
	void aKeysPlacementTellsTheRule() {
		assertThat(this.template.explain("user:vip:1").why()).containsEntry("pool", "vips")
			.containsEntry("rule", "vips")
			.containsEntry("prefix", "user:vip:")
			.containsEntry("placed", "vips/user:vip:1");
		assertThat(this.template.explain("page:1").why()).containsEntry("pool", "rest").containsEntry("rule", "");
	}

	@Test
	void otherRulesCountForWhatBeginsAfterwards() {
		this.template.set("user:1", "a");
		this.pools.refresh(PrefixRules.of("rest", List.of(new PrefixRule("all", "user:", "vips"))));
		assertThat(this.template.get("user:1", String.class)).isNull();
		assertThat(this.template.poolFor("user:1")).isEqualTo("vips");
		this.pools.refresh(RULES);
		assertThat(this.template.get("user:1", String.class)).isEqualTo("a");
		assertThatExceptionOfType(InvalidPrefixRuleException.class)
			.isThrownBy(() -> this.pools.refresh(PrefixRules.of("rest", List.of(new PrefixRule("x", "p:", "nope")))))
			.withMessageContainingAll("rule 'x'", "'nope'", "rest, users, vips");
		assertThatIllegalArgumentException().isThrownBy(() -> this.pools.refresh((PrefixRules) null));
		assertThat(this.template.rules()).isEqualTo(RULES);
	}

	@Test
	void aRuleMustNameAPool() {
		assertThatExceptionOfType(InvalidPrefixRuleException.class)
			.isThrownBy(() -> TestPools.builder(this.nodes)
				.pools(List.of(pool("rest", "r1")))
				.rules(PrefixRules.of("nope", List.of()))
				.build())
			.withMessageContainingAll("default pool", "'nope'", "rest");
	}

	@Test
	void aReplicatedPoolMayBeAmongThem() {
		try (Pools some = TestPools.builder(this.nodes)
			.pools(List.of(pool("rest", "r1"),
					PoolSettings.named("copies")
						.type(PoolSettings.Type.REPLICATED)
						.node(NodeSettings.of("c1", "switched:", 100))
						.build()))
			.rules(PrefixRules.of("rest", List.of(new PrefixRule("c", "c:", "copies"))))
			.build()) {
			PrefixTemplate both = some.byPrefix().orElseThrow();
			both.multiSet(Map.of("c:1", "x", "d:1", "y"), null);
			assertThat(both.multiGet(List.of("c:1", "d:1"), String.class)).hasSize(2);
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
				.isThrownBy(() -> both.increment("c:1", 1))
				.withMessageContaining("pool 'copies'");
		}
	}

	private static Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("page:1", "A");
		values.put("user:1", "B");
		values.put("user", "C");
		values.put("user:vip:1", "D");
		values.put("user:vip", "E");
		return values;
	}

	private static Shard shard() {
		return new FencedOperationsTests.TestShard(4);
	}

}
