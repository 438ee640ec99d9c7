package dev.sm.manager;

import java.time.Duration;
import java.util.List;

import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shard whose handler fails everywhere, and shards that are kept on several
 * participants.
 */
class PoisonTests {

	private final ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 0));

	private final List<ScriptedCluster.Member> members = List.of("p1", "p2", "p3", "p4", "p5")
		.stream()
		.map(this.cluster::start)
		.toList();

	@Test
	void shardThatFailsEverywhereIsTriedOnThreeParticipantsAndReported() {
		poison();
		assertThat(tries()).isEqualTo(12);
		this.cluster.pass(Duration.ofSeconds(30));
		assertThat(tries()).as("tries while it is quarantined").isZero();
		assertThat(describe().state()).isEqualTo("QUARANTINED");
		assertThat(describe().reason()).contains("its handler failed on 3 participants");
	}

	@Test
	void triesBecomeRarer() {
		poison();
		tries();
		this.cluster.pass(Duration.ofMinutes(20));
		assertThat(tries()).isBetween(8L, 80L);
	}

	@Test
	void resumedShardIsTriedAgain() {
		poison();
		this.members.forEach((member) -> member.succeed("ADD a"));
		this.cluster.write("resumes/a", Wishes.resume());
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(describe().state()).isEqualTo("HELD");
		assertThat(this.cluster.read("resumes/a")).isEmpty();
	}

	@Test
	void standbysPrepareAndTheFirstOfThemTakesOver() {
		this.cluster.write("specs/a", Wishes.spec(ShardSpec.builder("a").standbys(2).build()));
		List<String> standbys = describe().standbys();
		assertThat(standbys).hasSize(2).doesNotContain(describe().owner());
		String owner = describe().owner();
		ScriptedCluster.Member dead = this.members.get(Integer.parseInt(owner.substring(1)) - 1);
		this.cluster.trace();
		this.cluster.endSession(dead.crash());
		assertThat(standbys).contains(describeBy(survivor(owner)).owner());
		assertThat(this.cluster.trace()).filteredOn((line) -> line.contains("ADD")).hasSize(1);
	}

	@Test
	void standbyThatIsNotWantedAnyMoreDiscardsItsCopy() {
		this.cluster.write("specs/a", Wishes.spec(ShardSpec.builder("a").standbys(1).build()));
		String standby = describe().standbys().get(0);
		this.cluster.trace();
		this.cluster.write("specs/a", Wishes.spec(ShardSpec.of("a")));
		assertThat(this.cluster.trace()).containsExactly(standby + " DISCARD a");
		assertThat(describe().standbys()).isEmpty();
	}

	private void poison() {
		this.members.forEach((member) -> member.fail("ADD a"));
		this.cluster.trace();
		this.cluster.write("specs/a", Wishes.spec(ShardSpec.of("a")));
		this.cluster.pass(Duration.ofSeconds(20));
	}

	private long tries() {
		return this.cluster.trace().stream().filter((line) -> line.contains("ADD a")).count();
	}

	private ServiceDescription.ShardInfo describe() {
		return describeBy(this.members.get(0));
	}

	private ScriptedCluster.Member survivor(String dead) {
		return dead.equals("p1") ? this.members.get(1) : this.members.get(0);
	}

	private static ServiceDescription.ShardInfo describeBy(ScriptedCluster.Member member) {
		return member.machine()
			.describe()
			.shards()
			.stream()
			.filter((shard) -> shard.id().equals("a"))
			.findFirst()
			.orElseThrow();
	}

}
