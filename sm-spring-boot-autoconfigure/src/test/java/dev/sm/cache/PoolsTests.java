package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

/**
 * Pools and what they are made of.
 */
class PoolsTests {

	private static final Duration TTL = Duration.ofSeconds(1);

	@Test
	void poolsAreFoundByName() {
		PoolSettings other = PoolSettings.named("other").node(NodeSettings.of("n1", "memory:", 1)).build();
		try (Pools pools = TestPools.builder().pools(List.of(TestPools.memory(1), other)).build()) {
			assertThat(pools.names()).containsExactly("p", "other");
			assertThat(pools.get("other").name()).isEqualTo("other");
			assertThatIllegalArgumentException().isThrownBy(() -> pools.get("nobody"))
				.withMessageContainingAll("'nobody'", "other, p");
		}
	}

	@Test
	void nodesAreKnownToBeDownBeforeAnybodyUsesThem() {
		SwitchedNodes nodes = new SwitchedNodes();
		nodes.down.add("n2");
		try (Pools pools = nodes.open(CacheListener.NONE,
				TestPools.settings(List.of("switched:", "switched:"), (pool) -> pool))) {
			await().untilAsserted(
					() -> assertThat(pools.get("p").describe().nodes()).extracting(PoolDescription.NodeInfo::up)
						.containsExactly(true, false));
		}
	}

	@Test
	void nodesThatDoNotAnswerDoNotDelayTheStart() {
		ScriptedNodes nodes = new ScriptedNodes();
		nodes.hang("n1");
		try (Pools pools = TestPools.open(ScriptedNodes.settings(1, 60_000), nodes)) {
			assertThat(pools.names()).containsExactly("p");
			assertThat(nodes.sent(NodeCommand.Ping.class)).hasSize(1);
		}
	}

	@Test
	void warmingUpIsNotToldAsAnOperation() {
		List<String> told = new CopyOnWriteArrayList<>();
		SwitchedNodes nodes = new SwitchedNodes();
		try (Pools pools = nodes.open((pool, node, operation, outcome, nanos) -> told.add(operation),
				TestPools.settings(List.of("switched:"), (pool) -> pool))) {
			pools.get("p").get("k", String.class);
		}
		assertThat(told).containsExactly("get");
	}

	@Test
	void unknownSchemeIsNamedAndNothingElseOfTheUrl() {
		PoolSettings settings = TestPools.settings(List.of("radis://user:secret@host:1"), (pool) -> pool);
		assertThatExceptionOfType(UnknownNodeSchemeException.class).isThrownBy(() -> TestPools.open(settings))
			.satisfies((ex) -> {
				assertThat(ex.getPool()).isEqualTo("p");
				assertThat(ex.getNode()).isEqualTo("n1");
				assertThat(ex.getScheme()).isEqualTo("radis");
				assertThat(ex.getKnown()).containsExactly("memory");
				assertThat(ex.getMessage()).contains("'radis'", "'n1'", "memory")
					.doesNotContain("secret", "user", "host");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "user:secret@host", "localhost", ":x", "1x:y" })
	void urlWithoutSchemeIsRefusedWithoutTellingIt(String url) {
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> TestPools.settings(List.of(url), (pool) -> pool))
			.withMessageContaining("'n1'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret", "user", "localhost"));
	}

	@Test
	void unknownAlgorithmIsNamed() {
		assertThatExceptionOfType(UnknownAlgorithmException.class)
			.isThrownBy(() -> TestPools.open(TestPools.memory(1, (pool) -> pool.algorithm("weihgted"))))
			.satisfies((ex) -> {
				assertThat(ex.getPool()).isEqualTo("p");
				assertThat(ex.getAlgorithm()).isEqualTo("weihgted");
				assertThat(ex.getKnown()).contains("weighted", "jump");
			});
	}

	@Test
	void jumpNeedsAnIndexForEveryNode() {
		PoolSettings settings = PoolSettings.named("p")
			.algorithm("jump")
			.node(NodeSettings.of("a", "memory:", 1).index(0))
			.node(NodeSettings.of("b", "memory:", 1))
			.build();
		assertThatExceptionOfType(MissingIndexException.class).isThrownBy(() -> TestPools.open(settings))
			.satisfies((ex) -> {
				assertThat(ex.getPool()).isEqualTo("p");
				assertThat(ex.getNode()).isEqualTo("b");
				assertThat(ex.getAlgorithm()).isEqualTo("jump");
			});
	}

	@Test
	void jumpNeedsDifferentIndexes() {
		PoolSettings settings = PoolSettings.named("p")
			.algorithm("jump")
			.node(NodeSettings.of("a", "memory:", 1).index(1))
			.node(NodeSettings.of("b", "memory:", 1).index(1))
			.build();
		assertThatExceptionOfType(InvalidPoolException.class).isThrownBy(() -> TestPools.open(settings))
			.withMessageContainingAll("'a'", "'b'", "'index' 1");
	}

	@Test
	void jumpPlacesByIndexWhateverTheOrderOfTheNodes() {
		NodeSettings first = NodeSettings.of("a", "memory:", 1).index(0);
		NodeSettings second = NodeSettings.of("b", "memory:", 1).index(1);
		PoolSettings there = PoolSettings.named("p").algorithm("jump").node(first).node(second).build();
		PoolSettings back = PoolSettings.named("p").algorithm("jump").node(second).node(first).build();
		try (Pools one = TestPools.open(there); Pools two = TestPools.open(back)) {
			for (int i = 0; i < 100; i++) {
				assertThat(one.get("p").nodeFor("k" + i)).isEqualTo(two.get("p").nodeFor("k" + i));
			}
		}
	}

	@Test
	void nodesArePlacedByTheirLabelsAndNamedByTheirIds() {
		PoolSettings labelled = PoolSettings.named("p")
			.node(NodeSettings.of("x", "memory:", 100).label("n1"))
			.node(NodeSettings.of("y", "memory:", 100).label("n2"))
			.build();
		try (Pools plain = TestPools.open(TestPools.memory(2)); Pools pools = TestPools.open(labelled)) {
			for (int i = 0; i < 100; i++) {
				boolean first = plain.get("p").nodeFor("k" + i).equals("n1");
				assertThat(pools.get("p").nodeFor("k" + i)).isEqualTo(first ? "x" : "y");
			}
			assertThat(pools.get("p").explain("k").nodes()).containsExactlyInAnyOrder("x", "y");
		}
	}

	@Test
	void keysAreSharedOutByWeight() {
		PoolSettings settings = PoolSettings.named("p")
			.node(NodeSettings.of("a", "memory:", 1))
			.node(NodeSettings.of("b", "memory:", 3))
			.node(NodeSettings.of("c", "memory:", 0))
			.build();
		try (Pools pools = TestPools.open(settings)) {
			PoolDescription description = pools.get("p").describe();
			assertThat(description.name()).isEqualTo("p");
			assertThat(description.algorithm()).isEqualTo("weighted");
			assertThat(description.nodes()).extracting(PoolDescription.NodeInfo::name).containsExactly("a", "b", "c");
			assertThat(description.nodes()).extracting(PoolDescription.NodeInfo::weight).containsExactly(1, 3, 0);
			assertThat(description.nodes().get(1).share()).isCloseTo(0.75, offset(0.01));
			assertThat(description.nodes().get(2).share()).isZero();
		}
	}

	@Test
	void placementIsExplained() {
		try (Pools pools = TestPools.open(TestPools.memory(3, (pool) -> pool.keyPrefix("app:")))) {
			Placement placement = pools.get("p").explain("{user1}.name");
			assertThat(placement.key()).isEqualTo("{user1}.name");
			assertThat(placement.node()).isEqualTo(pools.get("p").nodeFor("{user1}.mail"));
			assertThat(placement.nodes()).containsExactlyInAnyOrder("n1", "n2", "n3").startsWith(placement.node());
			assertThat(placement.why()).containsEntry("placed", "user1").hasSizeGreaterThan(1);
		}
	}

	@Test
	void onePoolPerName() {
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> TestPools.builder().pools(List.of(TestPools.memory(1), TestPools.memory(2))).build())
			.withMessageContaining("twice");
	}

	@Test
	void nodesThatWereOpenedAreClosedIfAnotherCannotBe() {
		ScriptedNodes nodes = new ScriptedNodes();
		PoolSettings settings = TestPools.settings(List.of(ScriptedNodes.URL, "memory:?max-entries=x"), (pool) -> pool);
		assertThatExceptionOfType(InvalidNodeException.class).isThrownBy(() -> TestPools.open(settings, nodes));
		assertThat(nodes.closed()).containsExactly("n1");
	}

	@Test
	void settingsTellNoSecret() {
		NodeSettings node = new NodeSettings("n1", "redis://user:hidden@host", 100, null, null, "user", "hidden", null);
		PoolSettings settings = PoolSettings.named("p").node(node).build();
		assertThat(settings.toString()).contains("n1", "redis").doesNotContain("hidden", "user");
	}

	@Test
	void settingsThatContradictThemselvesAreRefused() {
		Map<String, Runnable> refused = Map.ofEntries(
				Map.entry("'hash-tag'", () -> TestPools.memory(1, (pool) -> pool.hashTag("{"))),
				Map.entry("hide the keys' own tags", () -> TestPools.memory(1, (pool) -> pool.keyPrefix("a{"))),
				Map.entry("'key-prefix' must have at most",
						() -> TestPools.memory(1, (pool) -> pool.keyPrefix("x".repeat(257)))),
				Map.entry("'default-ttl'", () -> TestPools.memory(1, (pool) -> pool.defaultTtl(Duration.ZERO))),
				Map.entry("'timeout'", () -> TestPools.memory(1, (pool) -> pool.timeout(Duration.ZERO))),
				Map.entry("'load.deadline'", () -> TestPools.memory(1, (pool) -> pool.loadDeadline(Duration.ZERO))),
				Map.entry("'load.stale-ttl'", () -> load(new LoadSettings(TTL, TTL.negated(), 0, null))),
				Map.entry("'load.early-refresh'", () -> load(new LoadSettings(TTL, TTL, Double.NaN, null))),
				Map.entry("'load.negative-ttl'", () -> load(new LoadSettings(TTL, TTL, 0, Duration.ZERO))),
				Map.entry("a node at least", () -> TestPools.memory(0)),
				Map.entry("configured twice",
						() -> TestPools.memory(1, (pool) -> pool.node(NodeSettings.of("n1", "memory:", 1)))),
				Map.entry("the label 'n1'",
						() -> TestPools.memory(1, (pool) -> pool.node(NodeSettings.of("x", "memory:", 1).label("n1")))),
				Map.entry("1000000",
						() -> TestPools.memory(1, (pool) -> pool.node(NodeSettings.of("x", "memory:", 1_000_001)))),
				Map.entry("weight above 0",
						() -> PoolSettings.named("p").node(NodeSettings.of("x", "memory:", 0)).build()),
				Map.entry("'index' of node 'x'",
						() -> TestPools.memory(1, (pool) -> pool.node(NodeSettings.of("x", "memory:", 1).index(-1)))),
				Map.entry("node id 'a/b'",
						() -> TestPools.memory(1, (pool) -> pool.node(NodeSettings.of("a/b", "memory:", 1)))));
		refused.forEach((message, call) -> assertThatExceptionOfType(InvalidPoolException.class).as(message)
			.isThrownBy(call::run)
			.withMessageContaining(message));
	}

	private static void load(LoadSettings settings) {
		TestPools.memory(1, (pool) -> pool.load(settings));
	}

}
