package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.sm.cache.PoolRefresh.Outcome;
import dev.sm.cache.PoolRefresh.Result;
import dev.sm.cache.PoolSettings.OnChange;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * Pools whose configuration is read again while they are in use.
 */
class PoolRefreshTests {

	private CoordinationStore store;

	private final List<Pools> opened = new ArrayList<>();

	@BeforeEach
	void openStore() {
		this.store = LocalCoordinationStore.shared("refresh");
	}

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
		this.store.close();
	}

	@Test
	void whatIsTheSameChangesNothing() {
		Pools pools = open("a", settings(100, 100));
		assertThat(refresh(pools, settings(100, 100))).isEqualTo(new Outcome(Result.UNCHANGED, null));
	}

	@Test
	void keepsStoredWeights() {
		Pools pools = open("a", settings(100, 100));
		Outcome outcome = refresh(pools, settings(100, 300, 100));
		assertThat(outcome.result()).isEqualTo(Result.KEPT);
		assertThat(outcome.reason()).contains("keeps its stored weights", "'n3'");
		assertThat(weights(pools)).containsExactly(entry("n1", 100), entry("n2", 100), entry("n3", 0));
	}

	@Test
	void aNodeThatCameCanBeMigratedTo() {
		Pools pools = open("a", settings(100, 100));
		fill(pools.get("p"), 300);
		refresh(pools, settings(100, 100, 0));
		pools.migrations().begin("p", Map.of("n1", 100, "n2", 100, "n3", 100), MigrationMode.ACTIVE);
		await().untilAsserted(() -> {
			assertThat(pools.migrations().status("p").remaining()).isEqualTo(0L);
			pools.migrations().end("p");
		});
		assertFilled(pools.get("p"), 300);
		assertThat(shareOf(pools, "n3")).isPositive();
	}

	@Test
	void migratesToTheConfiguredWeights() {
		Pools pools = open("a", settings(100, 100));
		fill(pools.get("p"), 300);
		assertThat(refresh(pools, settings((pool) -> pool.onChange(OnChange.MIGRATE), 100, 100, 100)).result())
			.isEqualTo(Result.MIGRATING);
		await().until(() -> stable(pools) && weights(pools).get("n3") == 100);
		assertFilled(pools.get("p"), 300);
		// away from one, which may be taken out afterwards
		refresh(pools, settings((pool) -> pool.onChange(OnChange.MIGRATE), 0, 100, 100));
		await().until(() -> stable(pools) && weights(pools).get("n1") == 0);
		assertFilled(pools.get("p"), 300);
		assertThat(refresh(pools, without("n1", settings(0, 100, 100)))).isEqualTo(new Outcome(Result.UNCHANGED, null));
		assertFilled(pools.get("p"), 300);
	}

	@Test
	void failRefusesAndChangesNothing() {
		Pools pools = open("a", settings(100, 100));
		Outcome outcome = refresh(pools, settings((pool) -> pool.onChange(OnChange.FAIL), 100, 100, 100));
		assertThat(outcome.result()).isEqualTo(Result.REFUSED);
		assertThat(weights(pools)).containsOnlyKeys("n1", "n2");
	}

	@Test
	void refusesWhatOnlyAStartCanChange() {
		Pools pools = open("a", settings(100, 100));
		assertRefused(pools, settings((pool) -> pool.timeout(Duration.ofSeconds(9)), 100, 100), "'timeout'");
		assertRefused(pools, settings((pool) -> pool.algorithm("jump"), 100, 100), "'continuum'");
		assertRefused(pools, without("n2", settings(100, 100)), "'n2' has the stored weight 100");
		assertRefused(pools, settings((pool) -> pool.node(NodeSettings.of("x", "gopher:", 1)), 100, 100), "gopher");
		PoolSettings elsewhere = settings(100, 100);
		assertRefused(pools,
				elsewhere.withNodes(List.of(elsewhere.nodes().get(0), NodeSettings.of("n2", "memory:other", 100))),
				"another node");
		assertThat(pools.refresh(List.of())).extractingByKey("p").extracting(Outcome::result).isEqualTo(Result.REFUSED);
		PoolSettings other = PoolSettings.named("q").node(NodeSettings.of("n1", "memory:", 1)).build();
		assertThat(pools.refresh(List.of(settings(100, 100), other))).extractingByKey("q")
			.extracting(Outcome::reason)
			.asString()
			.contains("restart");
		assertThat(weights(pools)).containsOnlyKeys("n1", "n2");
	}

	/** Else it would look for keys at other places than the others. */
	@Test
	void whoDoesNotKnowANodeIsWaitedFor() {
		Pools first = open("a", settings(100, 100));
		Pools second = open("b", settings(100, 100));
		fill(first.get("p"), 300);
		refresh(first, settings((pool) -> pool.onChange(OnChange.MIGRATE), 100, 100, 100));
		await().until(() -> !stable(first));
		second.get("p").set("key0", "changed");
		assertThat(first.get("p").get("key0", String.class)).isEqualTo("changed");
		assertThat(stable(first)).isFalse();
		refresh(second, settings((pool) -> pool.onChange(OnChange.MIGRATE), 100, 100, 100));
		await().until(() -> stable(first) && weights(first).get("n3") == 100);
		await().until(() -> stable(second) && weights(second).get("n3") == 100);
		second.get("p").set("key0", "value0");
		assertFilled(first.get("p"), 300);
		assertFilled(second.get("p"), 300);
	}

	private void assertRefused(Pools pools, PoolSettings next, String reason) {
		Outcome outcome = refresh(pools, next);
		assertThat(outcome.result()).isEqualTo(Result.REFUSED);
		assertThat(outcome.reason()).contains(reason);
	}

	private static Outcome refresh(Pools pools, PoolSettings next) {
		return pools.refresh(List.of(next)).get("p");
	}

	private Pools open(String participant, PoolSettings settings) {
		Pools pools = TestPools.builder()
			.pools(List.of(settings))
			.weightsIn(this.store, "/refresh", Duration.ofSeconds(10))
			.participant(participant, Duration.ofSeconds(10))
			.build();
		this.opened.add(pools);
		return pools;
	}

	private static PoolSettings settings(int... weights) {
		return settings(UnaryOperator.identity(), weights);
	}

	private static PoolSettings settings(UnaryOperator<PoolSettings.Builder> change, int... weights) {
		PoolSettings.Builder builder = PoolSettings.named("p").timeout(Duration.ofSeconds(20));
		for (int i = 1; i <= weights.length; i++) {
			builder.node(NodeSettings.of("n" + i, "memory:refresh" + i, weights[i - 1]).index(i));
		}
		return change.apply(builder).build();
	}

	private static PoolSettings without(String node, PoolSettings settings) {
		return settings.withNodes(settings.nodes().stream().filter((other) -> !other.id().equals(node)).toList());
	}

	private static boolean stable(Pools pools) {
		return pools.migrations().status("p").phase().equals("STABLE");
	}

	private static Map<String, Integer> weights(Pools pools) {
		return pools.migrations().status("p").to();
	}

	private static double shareOf(Pools pools, String node) {
		return pools.get("p")
			.describe()
			.nodes()
			.stream()
			.filter((info) -> info.name().equals(node))
			.findFirst()
			.orElseThrow()
			.share();
	}

	private static void fill(ShardedTemplate template, int count) {
		for (int i = 0; i < count; i++) {
			template.set("key" + i, "value" + i);
		}
	}

	private static void assertFilled(ShardedTemplate template, int count) {
		for (int i = 0; i < count; i++) {
			assertThat(template.get("key" + i, String.class)).isEqualTo("value" + i);
		}
	}

}
