package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.cache.near.CaffeineNearCaching;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values in memory of a replicated pool whose nodes tell, and do not tell, of changes.
 */
class NearReplicasTests {

	private final TrackedNodes nodes = new TrackedNodes();

	private final List<Pools> opened = new ArrayList<>();

	private final ShardedTemplate reader = open(true);

	private final ShardedTemplate writer = open(false);

	private final String first = this.reader.nodeFor("k");

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
	}

	private ShardedTemplate open(boolean near) {
		Pools pools = TestPools.builder(this.nodes)
			.near(CaffeineNearCaching::new)
			.pools(List.of(TestPools.settings(
					List.of("tracked:" + hashCode() + "a", "tracked:" + hashCode() + "b",
							"tracked:" + hashCode() + "c"),
					(pool) -> pool.type(PoolSettings.Type.REPLICATED)
						.timeout(Duration.ofSeconds(20))
						.replicas(ReplicaSettings.DEFAULT.write(Write.MAJORITY))
						.near(near ? new NearSettings(100, Duration.ofHours(1)) : null))))
			.build();
		this.opened.add(pools);
		return pools.get("p");
	}

	private String get() {
		return this.reader.get("k", String.class);
	}

	private long hits() {
		return this.reader.near().orElseThrow().hits();
	}

	@Test
	void answersFromMemoryUntilTheNodeTells() {
		this.writer.set("k", "1");
		assertThat(get()).isEqualTo("1");
		assertThat(get()).isEqualTo("1");
		assertThat(hits()).isEqualTo(1);
		this.writer.set("k", "2");
		assertThat(get()).isEqualTo("2");
		this.writer.delete("k");
		assertThat(get()).isNull();
		assertThat(this.writer.near()).isEmpty();
	}

	@Test
	void severalKeysAreAskedForAsFarAsTheyAreMissing() {
		this.writer.multiSet(Map.of("k", "1", "l", "2", "m", "3"), null);
		get();
		this.reader.get("m", String.class);
		assertThat(this.reader.multiGet(List.of("l", "k", "none", "m"), String.class))
			.containsExactly(Map.entry("l", "2"), Map.entry("k", "1"), Map.entry("m", "3"));
		assertThat(hits()).isPositive();
	}

	@Test
	void ownWritesAreSeenAtOnceThoughTheNodesDoNotTell() {
		this.nodes.silent.addAll(List.of("n1", "n2", "n3"));
		for (int i = 0; i < 20; i++) {
			this.reader.set("k", "v" + i);
			assertThat(get()).isEqualTo("v" + i);
			assertThat(get()).isEqualTo("v" + i);
		}
		assertThat(hits()).isEqualTo(20);
		this.reader.delete("k");
		assertThat(get()).isNull();
	}

	@Test
	void aLostConnectionTakesWhatThatNodeHasTold() {
		this.writer.set("k", "1");
		get();
		this.nodes.silent.add(this.first);
		this.writer.set("k", "2");
		assertThat(get()).as("from memory").isEqualTo("1");
		this.nodes.cut(this.first);
		assertThat(get()).isEqualTo("2");
	}

	/** Else a key that was deleted would come back for as long as repairs live. */
	@Test
	void whatIsInMemoryIsNotCopiedToNodes() {
		this.writer.multiSet(Map.of("k", "1", "l", "1"), null);
		this.reader.multiGet(List.of("k", "l"), String.class);
		this.nodes.silent.addAll(List.of("n1", "n2", "n3"));
		this.writer.delete("k");
		this.writer.set("l", "2");
		for (String other : List.of("x", "y", "z", "l")) {
			this.reader.multiGet(List.of("k", "l", other), String.class);
			assertThat(this.writer.get("k", String.class)).isNull();
		}
	}

	@Test
	void ownersAskTheNodes() {
		this.writer.set("k", "1");
		get();
		get();
		long before = hits();
		this.nodes.silent.addAll(List.of("n1", "n2", "n3"));
		this.writer.set("k", "2");
		assertThat(this.reader.fencedBy(new FencedOperationsTests.TestShard(3)).get("k", String.class)).isEqualTo("2");
		assertThat(hits()).isEqualTo(before);
	}

	@Test
	void theMemoryOfANodeThatIsLeftAloneIsNotUsed() {
		this.writer.set("k", "1");
		get();
		this.nodes.down.add(this.first);
		for (int i = 0; i < 10; i++) {
			this.reader.get("none" + i, String.class);
			this.writer.get("none" + i, String.class);
		}
		this.writer.set("k", "2");
		assertThat(get()).isEqualTo("2");
		this.nodes.down.clear();
		assertThat(get()).isEqualTo("2");
	}

}
