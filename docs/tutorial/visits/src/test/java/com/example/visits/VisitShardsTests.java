package com.example.visits;

import dev.sm.testkit.SimulatedCluster;
import dev.sm.testkit.SmTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SmTest(value = VisitShards.class, service = "visits", shards = 8, participants = 3)
class VisitShardsTests {

	@Test
	void countsGoToTheNextOwner(SimulatedCluster cluster) {
		cluster.holderOf("5").get().bean(VisitShards.class).count("5", "home");
		cluster.drain(cluster.holderOf("5").get().id());
		cluster.settle();
		assertThat(cluster.holderOf("5").get().bean(VisitShards.class).count("5", "home")).isEqualTo(2);
	}

}
