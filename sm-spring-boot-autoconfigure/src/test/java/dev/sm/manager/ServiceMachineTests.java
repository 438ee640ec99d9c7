package dev.sm.manager;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sm.membership.Incarnation;
import dev.sm.shard.Shard;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceMachineTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private ScriptedCluster cluster = new ScriptedCluster(settings(2, OwnershipMode.EXCLUSIVE, HungDrop.FENCE));

	private static ServiceSettings settings(int count, OwnershipMode mode, HungDrop hungDrop) {
		return new ServiceSettings("orders", count, mode, TIMEOUT, hungDrop, null, 0.1, Duration.ZERO, true);
	}

	@Test
	void firstParticipantIsControllerAndHoldsAll() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		assertThat(this.cluster.trace()).containsExactly("p1 ADD 0 held", "p1 ADD 1 held");
		assertThat(p1.machine().describe().controller()).isEqualTo("p1");
		assertThat(p1.machine().describe().shards()).allMatch((shard) -> shard.state().equals("HELD"));
		assertThat(p1.said()).contains(new ServiceAction.Ready());
	}

	@Test
	void joiningParticipantPreparesBeforeTheOwnerDrops() {
		this.cluster.start("p1");
		this.cluster.trace();
		this.cluster.start("p2");
		assertThat(this.cluster.trace()).hasSize(3)
			.satisfiesExactly((first) -> assertThat(first).startsWith("p2 PREPARE"),
					(second) -> assertThat(second).startsWith("p1 DROP").endsWith("held"),
					(third) -> assertThat(third).startsWith("p2 ADD").endsWith("held"));
	}

	@Test
	void dropIsWaitedForBeforeTheShardIsGiven() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		List.of("0", "1").forEach((shard) -> p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		assertThat(p2.heldShards()).isEmpty();
		String dropping = this.cluster.trace().stream().filter((line) -> line.contains("DROP")).findFirst().get();
		p1.letReturn(dropping.substring(3, 9));
		assertThat(p2.heldShards()).containsExactly(dropping.substring(8, 9));
	}

	@Test
	void epochsGrowWithEveryOwner() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		Shard moved = p2.given().get(p2.given().size() - 1);
		assertThat(p1.given()).filteredOn((shard) -> shard.id().equals(moved.id()))
			.allMatch((shard) -> shard.epoch() < moved.epoch() && !shard.held());
	}

	@Test
	void removedAndAddedShardGetsAHigherEpoch() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		String spec = Wishes.spec(dev.sm.shard.ShardSpec.of("s9"));
		this.cluster.write("specs/s9", spec);
		long first = p1.machine().assignment().owners().get("s9").epoch();
		this.cluster.delete("specs/s9");
		assertThat(p1.machine().assignment().owners()).doesNotContainKey("s9");
		this.cluster.write("specs/s9", spec);
		assertThat(p1.machine().assignment().owners().get("s9").epoch()).isGreaterThan(first);
	}

	@Test
	void shardsOfALostParticipantGoElsewhereWhenItsSessionEnds() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String session = p1.crash();
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(p2.heldShards()).hasSize(1);
		this.cluster.endSession(session);
		assertThat(p2.heldShards()).containsExactly("0", "1");
	}

	@Test
	void restartUnderTheSameIdWaitsForTheEndOfTheOldSession() {
		String old = this.cluster.start("p1").crash();
		this.cluster.trace();
		ScriptedCluster.Member again = this.cluster.start("p1");
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(this.cluster.trace()).isEmpty();
		this.cluster.endSession(old);
		assertThat(again.heldShards()).containsExactly("0", "1");
	}

	@Test
	void liveDuplicateIsTold() {
		this.cluster.start("p1").crash();
		ScriptedCluster.Member twin = this.cluster.start("p1");
		this.cluster.pass(Duration.ofSeconds(20));
		assertThat(twin.said()).isNotEmpty().doesNotContain(new ServiceAction.Duplicate());
		this.cluster.pass(Duration.ofSeconds(6));
		assertThat(twin.said()).contains(new ServiceAction.Duplicate());
	}

	@Test
	void exclusiveParticipantHoldsNothingWithoutTheStore() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		this.cluster.trace();
		p1.cutOff(true);
		this.cluster.pass(Duration.ofSeconds(3));
		assertThat(p1.heldShards()).isEmpty();
		assertThat(this.cluster.trace()).containsExactly("p1 DROP 0", "p1 DROP 1");
	}

	@Test
	void affinityKeepsServingWithoutTheStore() {
		this.cluster = new ScriptedCluster(settings(2, OwnershipMode.AFFINITY, HungDrop.FENCE));
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		p1.cutOff(true);
		this.cluster.pass(Duration.ofSeconds(3));
		assertThat(p1.heldShards()).containsExactly("0", "1");
	}

	@Test
	void affinityGivesUpWhatWasGivenElsewhereMeanwhile() {
		this.cluster = new ScriptedCluster(settings(2, OwnershipMode.AFFINITY, HungDrop.FENCE));
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String session = p1.incarnation().id();
		p1.cutOff(true);
		this.cluster.pass(Duration.ofSeconds(3));
		this.cluster.endSession(session);
		p1.cutOff(false);
		p1.openSession();
		this.cluster.run();
		this.cluster.pass(Duration.ofSeconds(2));
		assertThat(p1.heldShards()).hasSize(1).doesNotContainAnyElementsOf(p2.heldShards());
	}

	@Test
	void affinityGivesUpAllWhenItIsGivenNothingAgain() {
		this.cluster = new ScriptedCluster(settings(2, OwnershipMode.AFFINITY, HungDrop.FENCE));
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String session = p1.incarnation().id();
		p1.cutOff(true);
		this.cluster.pass(Duration.ofSeconds(3));
		this.cluster.endSession(session);
		this.cluster.write("drains/p1", Wishes.drain());
		p1.cutOff(false);
		p1.openSession();
		this.cluster.run();
		this.cluster.pass(Duration.ofSeconds(2));
		assertThat(p2.heldShards()).containsExactly("0", "1");
		assertThat(p1.heldShards()).isEmpty();
	}

	@Test
	void failingShardIsTriedElsewhere() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		p2.fail("ADD 7");
		p1.fail("ADD 8");
		this.cluster.write("specs/7", Wishes.spec(dev.sm.shard.ShardSpec.of("7")));
		this.cluster.write("specs/8", Wishes.spec(dev.sm.shard.ShardSpec.of("8")));
		this.cluster.pass(Duration.ofSeconds(10));
		assertThat(p1.heldShards()).contains("7").doesNotContain("8");
		assertThat(p2.heldShards()).contains("8").doesNotContain("7");
	}

	@Test
	void hungDropIsFencedAndHandedOver() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		List.of("0", "1").forEach((shard) -> p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		this.cluster.pass(TIMEOUT.plusMillis(200));
		assertThat(this.cluster.trace()).contains("p1 interrupt");
		assertThat(p2.heldShards()).hasSize(1);
		assertThat(p1.heldShards()).hasSize(1).doesNotContainAnyElementsOf(p2.heldShards());
	}

	@Test
	void hungDropIsWaitedForIfSoConfigured() {
		this.cluster = new ScriptedCluster(settings(2, OwnershipMode.EXCLUSIVE, HungDrop.WAIT));
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		List.of("0", "1").forEach((shard) -> p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		this.cluster.pass(TIMEOUT.multipliedBy(5));
		assertThat(p1.heldShards()).hasSize(2);
		assertThat(p2.heldShards()).isEmpty();
	}

	@Test
	void hungDropEndsTheSessionIfSoConfigured() {
		this.cluster = new ScriptedCluster(settings(2, OwnershipMode.EXCLUSIVE, HungDrop.EXIT));
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		List.of("0", "1").forEach((shard) -> p1.holdBack("DROP " + shard));
		this.cluster.start("p2");
		this.cluster.pass(TIMEOUT.plusMillis(200));
		assertThat(p1.said()).filteredOn(ServiceAction.Exit.class::isInstance).hasSize(1);
	}

	@Test
	void stoppingParticipantHandsEverythingOff() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		p1.stop(Duration.ofSeconds(10));
		assertThat(p2.heldShards()).containsExactly("0", "1");
		assertThat(p1.said()).last().isEqualTo(new ServiceAction.Stopped());
		assertThat(p2.machine().describe().controller()).isEqualTo("p2");
	}

	@Test
	void stoppingParticipantDoesNotWarnOfItsSessionsEnd() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		Incarnation incarnation = p1.incarnation();
		p1.stop(Duration.ofSeconds(10));
		p1.tell(new ServiceEvent.SessionEnded(incarnation.id(), "this instance stops"));
		this.cluster.run();
		assertThat(p1.said()).noneMatch((said) -> said instanceof ServiceAction.Notify notify && notify.warning());
	}

	@Test
	void lastParticipantDropsWhatNobodyTakes() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		this.cluster.trace();
		p1.stop(Duration.ofSeconds(10));
		assertThat(this.cluster.trace()).containsExactly("p1 DROP 0 held", "p1 DROP 1 held");
		assertThat(p1.said()).last().isEqualTo(new ServiceAction.Stopped());
		assertThat(this.cluster.read("participants/p1")).isEmpty();
	}

	@Test
	void stopEndsWithItsBudgetEvenIfAHandlerHangs() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		p1.holdBack("DROP 0");
		p1.stop(Duration.ofMillis(300));
		assertThat(p1.said()).isNotEmpty().doesNotContain(new ServiceAction.Stopped());
		this.cluster.pass(Duration.ofMillis(400));
		assertThat(p1.said()).contains(new ServiceAction.Stopped());
	}

	@Test
	void changeOfControllerMovesNothing() {
		this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		Map<String, ?> before = p2.machine().assignment().owners();
		this.cluster.trace();
		this.cluster.delete("controller");
		assertThat(this.cluster.read("controller")).isNotEmpty();
		assertThat(p2.machine().assignment().owners()).isEqualTo(before);
		assertThat(this.cluster.trace()).isEmpty();
	}

	@Test
	void drainedParticipantKeepsNothing() {
		this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		this.cluster.write("drains/p2", Wishes.drain());
		assertThat(p2.heldShards()).isEmpty();
		this.cluster.delete("drains/p2");
		assertThat(p2.heldShards()).hasSize(1);
	}

	@Test
	void movedShardGoesWhereItWasWished() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		this.cluster.write("moves/0", Wishes.move("p2"));
		this.cluster.write("moves/1", Wishes.move("p2"));
		assertThat(p2.heldShards()).containsExactly("0", "1");
		this.cluster.endSession(p2.crash());
		assertThat(p1.heldShards()).containsExactly("0", "1");
		assertThat(this.cluster.read("moves/0")).isEmpty();
	}

	@Test
	void epochStartsFromTheWallClock() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		assertThat(p1.machine().assignment().owners().get("0").epoch()).isEqualTo((1000 << 10) + 1);
	}

	@Test
	void unreadableSpecLeavesItsShardWhereItIs() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		this.cluster.write("specs/s9", Wishes.spec(dev.sm.shard.ShardSpec.of("s9")));
		this.cluster.write("specs/s9", "v2\twhat");
		assertThat(p1.heldShards()).contains("s9");
		assertThat(p1.machine().unreadableKeys()).containsKey("/sm/orders/specs/s9");
	}

	@Test
	void unreadableAssignmentIsDroppedAndGivenAnew() {
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		long before = p1.machine().assignment().owners().get("0").epoch();
		this.cluster.trace();
		this.cluster.write("assignments/p1", "rubbish");
		assertThat(this.cluster.trace()).containsExactly("p1 DROP 0", "p1 DROP 1", "p1 ADD 0 held", "p1 ADD 1 held");
		assertThat(p1.machine().assignment().owners().get("0").epoch()).isGreaterThan(before);
	}

	@Test
	void shardsThatFitIntoNoDocumentAreReported() {
		this.cluster = new ScriptedCluster(settings(8000, OwnershipMode.EXCLUSIVE, HungDrop.FENCE),
				PlantedRules::withoutChunks);
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		assertThat(p1.heldShards()).hasSizeBetween(5000, 7999);
		assertThat(p1.machine().describe().shards()).filteredOn((shard) -> shard.state().equals("UNPLACED"))
			.isNotEmpty()
			.anyMatch((shard) -> shard.reason().contains("is full"));
	}

	@Test
	void documentsGrowBeyondOneKey() {
		this.cluster = new ScriptedCluster(settings(20_000, OwnershipMode.EXCLUSIVE, HungDrop.FENCE));
		ScriptedCluster.Member p1 = this.cluster.start("p1");
		assertThat(p1.heldShards()).hasSize(20_000);
		assertThat(this.cluster.read("status/p1")).startsWith("v2\t");
	}

}
