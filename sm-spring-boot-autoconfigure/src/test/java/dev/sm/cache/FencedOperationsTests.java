package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardNotHeldException;
import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The verbs under an ownership.
 */
class FencedOperationsTests {

	private final ScriptedNodes nodes = new ScriptedNodes();

	private final Pools pools = TestPools.open(ScriptedNodes.settings(3, 2_000), this.nodes);

	private final ShardedTemplate template = this.pools.get("p");

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void writeOfAnOlderOwnerIsRefused() {
		ShardedOperations old = this.template.fencedBy(new TestShard(7));
		old.set("k", "old");
		this.template.fencedBy(new TestShard(8)).set("k", "new");
		assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.set("k", "late"))
			.withMessageContainingAll("'k'", "'p'", "epoch 7", "orders/17");
		assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.increment("k", 1));
		assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.delete("k"));
		assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.setIfAbsent("k", "v", null));
		assertThat(this.template.get("k", String.class)).isEqualTo("new");
	}

	@Test
	void nodeIsToldBeforeItIsFirstUsedAndOnce() {
		ShardedOperations owner = this.template.fencedBy(new TestShard(7));
		String key = TestPools.keyOn(this.template, "n1");
		owner.get(key, String.class);
		owner.get(key, String.class);
		owner.set(key, "v");
		this.template.fencedBy(new TestShard(7)).set(key, "w");
		assertThat(this.nodes.sent().get(0)).isEqualTo(raise(7));
		assertThat(this.nodes.sent(NodeCommand.RaiseFence.class)).containsExactly(raise(7));
	}

	@Test
	void readsTellTheNodesToo() {
		String first = TestPools.keyOn(this.template, "n1");
		String second = TestPools.keyOn(this.template, "n2");
		this.template.fencedBy(new TestShard(7)).multiGet(List.of(first, second), String.class);
		assertThat(this.nodes.sent(NodeCommand.RaiseFence.class)).hasSize(2);
		try (Stream<String> keys = this.template.fencedBy(new TestShard(8)).scan("")) {
			assertThat(keys).isEmpty();
		}
		assertThat(this.nodes.sent(NodeCommand.RaiseFence.class)).hasSize(5);
	}

	@Test
	void callbackFollowsTheFence() {
		this.template.fencedBy(new TestShard(7)).execute("k", (key, operations) -> {
			assertThat(this.nodes.sent(NodeCommand.RaiseFence.class)).containsExactly(raise(7));
			return key;
		});
	}

	@Test
	void ownerThatOnlyReadsKeepsOlderWritersOut() {
		ShardedOperations old = this.template.fencedBy(new TestShard(7));
		old.set("k", "old");
		this.template.fencedBy(new TestShard(8)).get("k", String.class);
		assertThatExceptionOfType(StaleEpochException.class).isThrownBy(() -> old.set("k", "late"));
	}

	@Test
	void multiSetTellsStaleKeys() {
		ShardedOperations old = this.template.fencedBy(new TestShard(7));
		old.set("k", "old");
		this.template.fencedBy(new TestShard(8)).get("k", String.class);
		assertThatExceptionOfType(PartialResultException.class).isThrownBy(() -> old.multiSet(Map.of("k", "v"), null))
			.satisfies((ex) -> assertThat(ex.getFailures().get("k")).isInstanceOf(StaleEpochException.class));
	}

	@Test
	void failedTellingIsTriedAgain() {
		this.nodes.script("n1", (command) -> (command instanceof NodeCommand.RaiseFence)
				? CompletableFuture.failedFuture(new NodeUnavailableException("away", null)) : null);
		String key = TestPools.keyOn(this.template, "n1");
		ShardedOperations owner = this.template.fencedBy(new TestShard(7));
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> owner.set(key, "v"));
		assertThat(this.nodes.sent(NodeCommand.Put.class)).isEmpty();
		this.nodes.heal("n1");
		owner.set(key, "v");
		assertThat(this.nodes.sent(NodeCommand.RaiseFence.class)).hasSize(2);
	}

	@Test
	void asyncWritesAreFencedToo() {
		AsyncShardedOperations old = this.template.fencedBy(new TestShard(7)).async();
		old.set("k", "old").join();
		this.template.fencedBy(new TestShard(8)).async().set("k", "new").join();
		assertThat(old.set("k", "late")).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(StaleEpochException.class);
	}

	@Test
	void shardThatIsOnlyPreparedCannotWrite() {
		assertThatExceptionOfType(ShardNotHeldException.class)
			.isThrownBy(() -> this.template.fencedBy(new TestShard(0)));
	}

	private static NodeCommand.RaiseFence raise(long epoch) {
		return new NodeCommand.RaiseFence(new Fence("orders/17", epoch));
	}

	record TestShard(long epoch) implements Shard {

		@Override
		public String id() {
			return "17";
		}

		@Override
		public String service() {
			return "orders";
		}

		@Override
		public String task() {
			return null;
		}

		@Override
		public boolean held() {
			return true;
		}

	}

}
