package dev.sm.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.coordination.Operation;
import dev.sm.coordination.Transaction;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Documents that do not fit into one key, which is a small one here.
 */
class ChunkedDocumentTests {

	private static final int SHARDS = 24;

	private final Deque<Rules> planted = new ArrayDeque<>();

	private final ScriptedCluster cluster = cluster(300);

	private ScriptedCluster cluster(int documentBytes) {
		return new ScriptedCluster(ServiceSettings.of("orders", SHARDS).withDocumentBytes(documentBytes),
				() -> this.planted.isEmpty() ? new Rules() : this.planted.poll());
	}

	@Test
	void whatDoesNotFitIntoOneKeyHasChunks() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		assertThat(p1.heldShards()).hasSize(SHARDS);
		assertThat(this.cluster.read("assignments/p1")).startsWith("v2\t");
		assertThat(this.cluster.read("status/p1")).startsWith("v2\t");
		assertThat(this.cluster.keys("assignments/p1")).hasSizeGreaterThan(5);
		assertThat(p1.machine().describe().shards()).allMatch((shard) -> shard.state().equals("HELD"));
		assertThat(p1.machine().unreadableKeys()).isEmpty();
	}

	@Test
	void shardsAreHandedOffAndTakenOver() {
		this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		ScriptedCluster.Member p3 = this.cluster.start("p3");
		this.cluster.pass(Duration.ofSeconds(2));
		assertThat(heldOnce()).isTrue();
		assertThat(List.of(p2, p3)).allMatch((member) -> member.heldShards().size() == SHARDS / 3);
		this.cluster.endSession(p2.crash());
		this.cluster.pass(Duration.ofSeconds(2));
		assertThat(heldOnce()).isTrue();
		assertThat(this.cluster.read("assignments/p2")).isEmpty();
		assertThat(this.cluster.keys("assignments/p2")).isEmpty();
	}

	@Test
	void oneChangeWritesOneChunk() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		p1.said().clear();
		this.cluster.write("specs/s9", Wishes.spec(ShardSpec.of("s9")));
		assertThat(p1.heldShards()).contains("s9");
		assertThat(writes(p1, "/sm/orders/assignments/p1/")).hasSizeBetween(1, 2);
		assertThat(this.cluster.keys("assignments/p1").size()).isGreaterThan(5);
	}

	@Test
	void whatFitsAgainIsInOneKeyAndItsChunksAreRemoved() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		for (String other : List.of("p2", "p3", "p4", "p5", "p6", "p7", "p8")) {
			this.cluster.start(other);
		}
		this.cluster.pass(Duration.ofSeconds(3));
		assertThat(p1.heldShards()).hasSize(3);
		assertThat(heldOnce()).isTrue();
		assertThat(this.cluster.read("assignments/p1")).startsWith("v1\t");
		assertThat(this.cluster.keys("assignments/p1")).isEmpty();
		assertThat(this.cluster.keys("status/p1")).isEmpty();
	}

	@Test
	void missingChunkMakesADocumentUnreadable() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		this.cluster.trace();
		this.cluster.delete(this.cluster.keys("assignments/p1").get(1));
		assertThat(warnings(p1)).anyMatch((warning) -> warning.contains("is missing"));
		assertThat(this.cluster.trace()).hasSize(2 * SHARDS).startsWith("p1 DROP 0");
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(p1.heldShards()).hasSize(SHARDS);
		assertThat(p1.machine().unreadableKeys()).isEmpty();
	}

	@Test
	void chunkOfEarlierIsNotBelieved() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		String chunk = this.cluster.keys("assignments/p1")
			.stream()
			.filter((key) -> this.cluster.read(key).lines().count() == 2)
			.findFirst()
			.orElseThrow();
		String before = this.cluster.read(chunk);
		for (int i = 100; this.cluster.read(chunk).equals(before); i++) {
			this.cluster.write("specs/s" + i, Wishes.spec(ShardSpec.of("s" + i)));
		}
		int held = p1.heldShards().size();
		this.cluster.write(chunk, before);
		assertThat(warnings(p1)).anyMatch((warning) -> warning.contains("is not the one that it lists"));
		this.cluster.pass(Duration.ofSeconds(2));
		assertThat(p1.heldShards()).hasSize(held);
		assertThat(p1.machine().unreadableKeys()).isEmpty();
	}

	@Test
	void keysAreReadAgainOnceAndNotForEver() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		p1.holdBack("DROP 7");
		p1.said().clear();
		this.cluster.write(this.cluster.keys("assignments/p1").get(1), "rubbish");
		this.cluster.pass(Duration.ofSeconds(5));
		assertThat(p1.said()).filteredOn(ServiceAction.ListKeys.class::isInstance).hasSize(1);
	}

	@Test
	void chunksThatNobodyListsAreRemoved() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		this.cluster.write("assignments/p1/b000000000001", "rubbish");
		this.cluster.write("status/gone/b0", "v2\tchunk\nH\t0\t5\tNaN");
		this.cluster.write("specs/s9", Wishes.spec(ShardSpec.of("s9")));
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(this.cluster.keys("assignments/p1")).noneMatch((key) -> key.endsWith("b000000000001"));
		assertThat(this.cluster.keys("status/gone")).isEmpty();
		assertThat(p1.heldShards()).hasSize(SHARDS + 1);
	}

	@Test
	void statusThatIsTooLargeForOneTransactionReflectsNothingUntilItIsComplete() {
		ScriptedCluster.Member p1 = cluster(120).start("p1");
		List<Long> reflected = new ArrayList<>();
		writes(p1, "/sm/orders/status/p1").stream()
			.filter((put) -> put.key().equals("/sm/orders/status/p1") && put.value().startsWith("v2"))
			.forEach((put) -> reflected.add(Long.valueOf(put.value().split("\t|\n")[2])));
		assertThat(reflected).hasSizeGreaterThan(1).startsWith(0L);
		assertThat(reflected.get(reflected.size() - 1)).isPositive();
	}

	@Test
	void earlierVersionIsGivenWhatFitsIntoOneKey() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		this.planted.add(PlantedRules.withoutChunks());
		ScriptedCluster.Member old = this.cluster.start("p2");
		this.cluster.endSession(p1.crash());
		ScriptedCluster.Member p3 = this.cluster.start("p3");
		this.cluster.pass(Duration.ofSeconds(3));
		assertThat(old.heldShards()).hasSizeBetween(2, 8);
		assertThat(p3.heldShards()).hasSizeGreaterThanOrEqualTo(SHARDS / 2);
		assertThat(this.cluster.read("assignments/p2")).startsWith("v1\t");
	}

	@Test
	void controllerOfAnEarlierVersionTouchesNothingThatItCannotRead() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		this.planted.add(PlantedRules.withoutChunks());
		ScriptedCluster.Member old = this.cluster.start("p0");
		this.cluster.pass(Duration.ofSeconds(3));
		List<String> held = p2.heldShards();
		assertThat(this.cluster.read("assignments/p2")).startsWith("v2\t");
		p2.cutOff(true);
		this.cluster.endSession(p1.crash());
		p2.cutOff(false);
		this.cluster.pass(Duration.ofMillis(1500));
		assertThat(old.machine().describe().controller()).isEqualTo("p0");
		assertThat(p2.heldShards()).isEqualTo(held);
		assertThat(old.heldShards()).doesNotContainAnyElementsOf(held);
		ScriptedCluster.Member p4 = this.cluster.start("p4");
		this.cluster.endSession(old.crash());
		this.cluster.pass(Duration.ofSeconds(3));
		assertThat(heldOnce()).isTrue();
		assertThat(p4.heldShards()).hasSize(SHARDS / 2);
	}

	private boolean heldOnce() {
		List<String> held = this.cluster.members()
			.stream()
			.map(ScriptedCluster.Member::heldShards)
			.flatMap(Collection::stream)
			.toList();
		Set<String> once = new TreeSet<>(held);
		return held.size() == SHARDS && once.size() == SHARDS;
	}

	private static List<String> warnings(ScriptedCluster.Member member) {
		return member.said()
			.stream()
			.filter((said) -> said instanceof ServiceAction.Notify notify && notify.warning())
			.map((said) -> ((ServiceAction.Notify) said).message())
			.toList();
	}

	private static List<Operation.Put> writes(ScriptedCluster.Member member, String prefix) {
		List<Operation.Put> writes = new ArrayList<>();
		for (ServiceAction action : member.said()) {
			if (action instanceof ServiceAction.Commit commit) {
				Transaction transaction = commit.transaction();
				for (Operation operation : transaction.operations()) {
					if (operation instanceof Operation.Put put && put.key().startsWith(prefix)) {
						writes.add(put);
					}
				}
			}
		}
		return writes;
	}

}
