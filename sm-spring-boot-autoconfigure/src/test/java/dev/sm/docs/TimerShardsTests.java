package dev.sm.docs;

import java.time.Duration;
import java.util.Set;

import dev.sm.testkit.SimulatedCluster;
import dev.sm.testkit.SimulatedParticipant;
import dev.sm.testkit.SmTest;
import dev.sm.testkit.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

// tag::test[]
@SmTest(value = TimerShards.class, service = "timers", shards = 12, participants = 3)
@SpringJUnitConfig(TimerStore.class) // what the participants share, and the test uses
class TimerShardsTests {

	@Autowired
	private TimerStore store;

	@Test
	void othersTakeOverWhenTheSessionEnds(SimulatedCluster cluster) {
		SimulatedParticipant victim = cluster.participant("p2");
		Set<String> lost = victim.held();
		victim.kill();
		cluster.advance(Duration.ofSeconds(5));
		assertThat(lost).hasSize(4).noneMatch((shard) -> cluster.holderOf(shard).isPresent());
		cluster.settle();
		assertThat(cluster.participant("p1").held()).hasSize(6);
		assertThat(cluster.participant("p3").bean(TimerShards.class).runningSince()).hasSize(6);
	}

	@Test
	void aDrainedParticipantDropsAllTimers(SimulatedCluster cluster) {
		cluster.drain("p1");
		cluster.settle();
		assertThat(cluster.participant("p1").bean(TimerShards.class).runningSince()).isEmpty();
		assertThat(cluster.held().values()).extracting(Set::size).containsExactly(0, 6, 6);
	}

	@Test
	void aPauseLongerThanTheSessionCostsItsShards(SimulatedCluster cluster, VirtualClock clock) {
		SimulatedParticipant paused = cluster.participant("p3");
		String shard = paused.held().iterator().next();
		paused.pause();
		cluster.advance(Duration.ofSeconds(15));
		assertThat(paused.shard(shard).held()).isFalse();
		assertThat(cluster.holderOf(shard)).get().isNotEqualTo(paused);
		paused.unpause();
		cluster.settle();
		assertThat(paused.bean(TimerShards.class).runningSince().values())
			.allMatch((since) -> since.isBefore(clock.instant()));
	}

	@Test
	void aShardThatCannotBeLoadedHarmsNoOther(SimulatedCluster cluster) {
		this.store.breakDown("7");
		cluster.move("7", cluster.holderOf("7").get().id().equals("p1") ? "p2" : "p1");
		cluster.settle();
		assertThat(cluster.holderOf("7")).isEmpty();
		assertThat(cluster.reason("7")).contains("no timers of 7");
		assertThat(cluster.held().values().stream().mapToInt(Set::size).sum()).isEqualTo(11);
	}

	@AfterEach
	void repair() {
		this.store.repair();
	}

}
// end::test[]
