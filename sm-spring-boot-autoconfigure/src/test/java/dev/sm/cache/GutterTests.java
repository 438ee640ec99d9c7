package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.sm.cache.PoolDescription.NodeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the keys of a node that is left alone, if another pool stands in.
 */
class GutterTests {

	private static final Duration TTL = Duration.ofSeconds(30);

	private final ScriptedNodes nodes = new ScriptedNodes();

	private final List<Pools> opened = new ArrayList<>();

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
	}

	@Test
	void keysOfOneNodeAreElsewhereAndAllOthersStay() {
		Pools pools = open(TTL, UnaryOperator.identity());
		ShardedTemplate template = pools.get("p");
		String mine = TestPools.keyOn(template, "n1");
		String other = TestPools.keyOn(template, "n2");
		template.set(other, "stays");
		leave(template, mine);
		template.set(mine, "elsewhere");
		template.multiSet(Map.of(mine + "{}x", "1", other, "2"), null);
		assertThat(template.get(mine, String.class)).isEqualTo("elsewhere");
		assertThat(template.multiGet(List.of(other, mine), String.class))
			.isEqualTo(new LinkedHashMap<>(Map.of(mine, "elsewhere", other, "2")));
		assertThat(template.nodeFor(mine)).isEqualTo("n1");
		assertThat(pools.get("spare").get("p/" + mine, String.class)).isEqualTo("elsewhere");
		assertThat(pools.get("spare").get("p/" + other, String.class)).isNull();
		assertThat(template.describe().unserved()).isZero();
		assertThat(template.delete(mine)).isTrue();
		assertThat(template.getOrLoad(mine, String.class, TTL, () -> "loaded")).isEqualTo("loaded");
		assertThat(template.get(mine, String.class)).isEqualTo("loaded");
	}

	@Test
	void whatIsElsewhereLivesShortly() {
		ShardedTemplate template = open(Duration.ofMillis(50), UnaryOperator.identity()).get("p");
		String mine = TestPools.keyOn(template, "n1");
		leave(template, mine);
		template.set(mine, "elsewhere", Duration.ofHours(1));
		await().until(() -> template.get(mine, String.class) == null);
	}

	@Test
	void nodeThatAnswersAgainHasNothingOld() {
		ShardedTemplate template = open(TTL, UnaryOperator.identity()).get("p");
		String written = TestPools.keyOn(template, "n1", 0);
		String deleted = TestPools.keyOn(template, "n1", 1);
		String untouched = TestPools.keyOn(template, "n1", 2);
		List.of(written, deleted, untouched).forEach((key) -> template.set(key, "old"));
		leave(template, written);
		template.set(written, "new");
		template.delete(deleted);
		this.nodes.heal("n1");
		await().until(() -> {
			assertThat(template.get(written, String.class)).isNotEqualTo("old");
			assertThat(template.get(deleted, String.class)).isNull();
			return "old".equals(template.get(untouched, String.class));
		});
		assertThat(state(template)).isEqualTo(NodeState.SERVING);
		assertThat(template.get(written, String.class)).isNull();
	}

	@Test
	void nodeThatMissedMoreThanIsRememberedIsEmptied() {
		ShardedTemplate template = open(TTL, (pool) -> pool.replicas(
				new ReplicaSettings(ReplicaSettings.Write.ALL, 0, true, Duration.ofMinutes(1), Duration.ZERO, 3, null)))
			.get("p");
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			keys.add(TestPools.keyOn(template, "n1", i));
		}
		keys.forEach((key) -> template.set(key, "old"));
		leave(template, keys.get(0));
		keys.forEach((key) -> template.set(key, "new"));
		this.nodes.heal("n1");
		await().until(() -> {
			keys.forEach((key) -> assertThat(template.get(key, String.class)).isNotEqualTo("old"));
			return state(template) == NodeState.SERVING;
		});
	}

	@Test
	void whatLingersElsewhereIsNotReadWhenTheNodeIsLeftAloneOnceMore() {
		ShardedTemplate template = open(TTL, UnaryOperator.identity()).get("p");
		String mine = TestPools.keyOn(template, "n1");
		leave(template, mine);
		template.set(mine, "elsewhere");
		this.nodes.heal("n1");
		await().until(() -> state(template) == NodeState.SERVING);
		template.set(mine, "here");
		assertThat(template.get(mine, String.class)).isEqualTo("here");
		leave(template, mine);
		assertThat(template.get(mine, String.class)).isNull();
	}

	@Test
	void whatOnlyTheNodeCanTellIsRefused() {
		ShardedTemplate template = open(TTL, UnaryOperator.identity()).get("p");
		String mine = TestPools.keyOn(template, "n1");
		template.set(mine, 5);
		leave(template, mine);
		ShardedOperations owner = template.fencedBy(new FencedOperationsTests.TestShard(7));
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> template.increment(mine, 1))
			.withMessageContainingAll("increment", mine, "'n1'", "'spare'");
		for (Runnable refused : List.<Runnable>of(() -> template.setIfAbsent(mine, "v", null),
				() -> template.expire(mine, TTL), () -> owner.set(mine, "v"))) {
			assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(refused::run);
		}
		this.nodes.heal("n1");
		await().until(() -> state(template) == NodeState.SERVING);
		assertThat(template.get(mine, Integer.class)).isEqualTo(5);
	}

	/**
	 * One instance, whose node comes and goes: whatever it reads is what it wrote last,
	 * or nothing.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void neverReadsWhatIsOlder(long seed) {
		ShardedTemplate template = open(TTL,
				(pool) -> pool.health(new HealthSettings(1, Duration.ofMillis(1), Duration.ofMillis(2), 100)))
			.get("p");
		Random random = new Random(seed);
		List<String> keys = List.of(TestPools.keyOn(template, "n1", 0), TestPools.keyOn(template, "n1", 1),
				TestPools.keyOn(template, "n2", 0));
		Map<String, List<String>> possible = new HashMap<>();
		for (int step = 0; step < 3_000; step++) {
			String key = keys.get(random.nextInt(keys.size()));
			int what = random.nextInt(40);
			if (what < 6) {
				change(what, random.nextBoolean());
			}
			else if (what < 20) {
				List<String> before = possible.getOrDefault(key, List.of());
				List<String> after = (what < 10) ? List.of() : List.of("v" + step);
				try {
					if (what < 10) {
						template.delete(key);
					}
					else {
						template.set(key, "v" + step);
					}
				}
				catch (DataAccessException ex) {
					after = Stream.concat(before.stream(), after.stream()).toList();
				}
				possible.put(key, after);
			}
			else {
				assertThat(read(template, key)).as("seed %s, step %s: %s was %s", seed, step, key, possible)
					.isIn(Stream.concat(Stream.of(""), possible.getOrDefault(key, List.of()).stream()).toList());
			}
		}
	}

	private void change(int what, boolean first) {
		switch (what) {
			case 0 -> this.nodes.down(first ? "n1" : "n2");
			case 1, 2 -> List.of("n1", "n2").forEach(this.nodes::heal);
			case 3 -> this.nodes.down("g1");
			default -> this.nodes.heal("g1");
		}
	}

	/** Empty if there is nothing, or nobody answers. */
	private static String read(ShardedTemplate template, String key) {
		try {
			String value = template.get(key, String.class);
			return (value != null) ? value : "";
		}
		catch (DataAccessException ex) {
			return "";
		}
	}

	@Test
	void standInMustBeAnotherPoolThatCan() {
		assertRefused(new GutterSettings("nobody", TTL), "'gutter' must name a pool that is configured");
		assertRefused(new GutterSettings("p", TTL), "another pool than itself");
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> TestPools.memory(1,
					(pool) -> pool.gutter(new GutterSettings("spare", TTL)).type(PoolSettings.Type.REPLICATED)))
			.withMessageContaining("'gutter' needs 'type' to be 'sharded'");
	}

	private static void assertRefused(GutterSettings gutter, String message) {
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> TestPools.open(TestPools.memory(1, (pool) -> pool.gutter(gutter))))
			.withMessageContaining(message);
	}

	private void leave(ShardedTemplate template, String key) {
		this.nodes.down("n1");
		for (int i = 0; i < 5; i++) {
			try {
				template.get(key, String.class);
			}
			catch (DataAccessException ex) {
				assertThat(ex).hasMessageContaining("'n1'");
			}
		}
		assertThat(state(template)).isEqualTo(NodeState.LEFT_ALONE);
	}

	private static NodeState state(ShardedTemplate template) {
		return template.describe().nodes().get(0).state();
	}

	private Pools open(Duration ttl, UnaryOperator<PoolSettings.Builder> change) {
		PoolSettings spare = PoolSettings.named("spare")
			.node(NodeSettings.of("g1", ScriptedNodes.URL, 100))
			.health(new HealthSettings(5, Duration.ofMillis(1), Duration.ofMillis(2), 100))
			.build();
		PoolSettings settings = TestPools.settings(List.of(ScriptedNodes.URL, ScriptedNodes.URL),
				(pool) -> change
					.apply(pool.health(new HealthSettings(5, Duration.ofMillis(20), Duration.ofMillis(50), 100))
						.gutter(new GutterSettings("spare", ttl))));
		Pools pools = TestPools.builder(this.nodes).pools(List.of(settings, spare)).build();
		this.opened.add(pools);
		return pools;
	}

}
