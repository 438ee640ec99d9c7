package dev.sm.manager;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the shards of a participant that is lost and may come back.
 */
class RecoveryGraceTests {

	private static final Duration GRACE = Duration.ofSeconds(30);

	private final ScriptedCluster cluster = new ScriptedCluster(new ServiceSettings("orders", 6,
			OwnershipMode.EXCLUSIVE, Duration.ofSeconds(1), HungDrop.FENCE, null, 0.1, GRACE, true));

	private final ScriptedCluster.Member p1 = this.cluster.start("p1");

	private final ScriptedCluster.Member p2 = this.cluster.start("p2");

	private final ScriptedCluster.Member p3 = this.cluster.start("p3");

	private List<String> shards;

	@BeforeEach
	void loseOne() {
		this.cluster.pass(Duration.ofSeconds(1));
		this.shards = this.p2.heldShards();
		assertThat(this.shards).hasSize(2);
		this.cluster.endSession(this.p2.crash());
		this.cluster.trace();
	}

	@Test
	void findsItsShardsWhereTheyWere() {
		this.cluster.pass(Duration.ofSeconds(20));
		ScriptedCluster.Member again = this.cluster.start("p2");
		assertThat(again.heldShards()).isEqualTo(this.shards);
		assertThat(this.cluster.trace()).hasSize(2).allMatch((line) -> line.startsWith("p2 ADD"));
	}

	@Test
	void nobodyElseGetsThemMeanwhile() {
		this.cluster.pass(Duration.ofSeconds(29));
		assertThat(this.cluster.trace()).isEmpty();
	}

	@Test
	void othersGetThemWhenTheGraceIsOver() {
		this.cluster.pass(Duration.ofSeconds(31));
		assertThat(this.p1.heldShards()).hasSize(3);
		assertThat(this.p3.heldShards()).hasSize(3).containsAnyElementsOf(this.shards);
	}

	@Test
	void epochsGrowAllTheSame() {
		long before = epoch();
		this.cluster.start("p2");
		assertThat(epoch()).isGreaterThan(before);
	}

	@Test
	void othersThatGoHandOffToThoseThatAreThere() {
		this.p3.stop(Duration.ofSeconds(5));
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(this.p1.heldShards()).hasSize(4).doesNotContainAnyElementsOf(this.shards);
	}

	@Test
	void newcomersDoNotGetThem() {
		ScriptedCluster.Member p4 = this.cluster.start("p4");
		this.cluster.pass(Duration.ofSeconds(20));
		assertThat(p4.heldShards()).doesNotContainAnyElementsOf(this.shards);
		ScriptedCluster.Member again = this.cluster.start("p2");
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(this.shards).containsAll(again.heldShards());
		assertThat(again.heldShards()).isNotEmpty();
	}

	@Test
	void theNextControllerWaitsToo() {
		this.cluster.endSession(this.p1.crash());
		this.cluster.pass(Duration.ofSeconds(20));
		assertThat(this.p3.machine().describe().controller()).isEqualTo("p3");
		assertThat(this.p3.heldShards()).hasSize(2);
		assertThat(this.cluster.start("p2").heldShards()).isEqualTo(this.shards);
	}

	@Test
	void oneThatWasDrainedIsNotWaitedFor() {
		this.cluster.write("drains/p2", Wishes.drain());
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(this.p1.heldShards()).hasSize(3);
	}

	private long epoch() {
		return AssignmentDocument.decode(this.cluster.read("assignments/p2")).entries().get(this.shards.get(0)).epoch();
	}

}
