package dev.sm.manager;

import java.time.Duration;

import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people are told of where copies of a shard are.
 */
class StandbyReasonTests {

	private final ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 2));

	private final ScriptedCluster.Member p1 = this.cluster.start("p1");

	@Test
	void newStandbyHasAReason() {
		this.cluster.start("p2");
		String owner = askForStandby();
		assertThat(reason()).contains("standby on '" + other(owner) + "': ");
	}

	@Test
	void standbyThatGoesElsewhereSaysWhy() {
		this.cluster.start("p2");
		this.cluster.start("p3");
		askForStandby();
		String standby = info().standbys().get(0);
		this.cluster.write("drains/" + standby, Wishes.drain());
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(info().standbys()).hasSize(1).doesNotContain(standby);
		assertThat(reason()).contains("standby on '" + info().standbys().get(0) + "' instead of '" + standby + "': '"
				+ standby + "' is draining");
	}

	@Test
	void reasonGoesWithTheLastStandby() {
		this.cluster.start("p2");
		askForStandby();
		this.cluster.write("specs/0", Wishes.spec(ShardSpec.of("0")));
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(info().standbys()).isEmpty();
		assertThat(reason()).doesNotContain("standby on");
	}

	private String askForStandby() {
		this.cluster.write("specs/0", Wishes.spec(ShardSpec.builder("0").standbys(1).build()));
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(info().standbys()).hasSize(1);
		return String.valueOf(info().owner());
	}

	private ServiceDescription.ShardInfo info() {
		return this.p1.machine()
			.describe()
			.shards()
			.stream()
			.filter((shard) -> shard.id().equals("0"))
			.findFirst()
			.orElseThrow();
	}

	private String reason() {
		return info().reason();
	}

	private static String other(String participant) {
		return participant.equals("p1") ? "p2" : "p1";
	}

}
