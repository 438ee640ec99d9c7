package dev.sm.manager;

import java.time.Duration;
import java.util.Set;

import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that somebody else has overwritten or deleted.
 */
class StrangerTests {

	private static final long HIGH = 5_000_000_000L;

	private final ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 2));

	private ScriptedCluster.Member p1;

	@BeforeEach
	void start() {
		this.p1 = this.cluster.start("p1");
	}

	@Test
	void lostCounterGoesOnAboveAllThatWasSeen() {
		this.cluster.write("epoch", Documents.epoch(HIGH));
		this.cluster.delete("epoch");
		assertThat(add("s9")).isGreaterThan(HIGH);
	}

	@Test
	void olderCounterGoesOnAboveAllThatWasSeen() {
		this.cluster.write("epoch", Documents.epoch(HIGH));
		this.cluster.write("epoch", Documents.epoch(7));
		assertThat(add("s9")).isGreaterThan(HIGH);
	}

	@Test
	void counterThatCannotBeCountedOnIsNotRead() {
		this.cluster.write("epoch", Documents.epoch(Long.MAX_VALUE));
		assertThat(add("s9")).isBetween(1L, HIGH);
	}

	@Test
	void controllerIsElectedOverAKeyWithoutSession() {
		this.cluster.write("controller", "garbage");
		assertThat(this.p1.machine().describe().controller()).isEqualTo("p1");
	}

	@Test
	void participantRestoresItsRegistration() {
		this.cluster.write("participants/p1", "garbage");
		assertThat(Registration.decode(this.cluster.read("participants/p1")).incarnation())
			.isEqualTo(this.p1.incarnation().id());
	}

	@Test
	void participantWhoseRegistrationCannotBeReadIsNotTakenForDead() {
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String kept = p2.heldShards().get(0);
		p2.cutOff(true);
		this.cluster.write("participants/p2", "garbage");
		assertThat(this.p1.heldShards()).hasSize(1).doesNotContain(kept);
	}

	@Test
	void restartRestoresTheRegistrationWhenTheOtherWouldHave() {
		this.cluster.endSession(this.p1.crash());
		this.cluster.write("participants/p1", "garbage");
		ScriptedCluster.Member again = this.cluster.start("p1");
		assertThat(again.heldShards()).isEmpty();
		this.cluster.pass(Duration.ofSeconds(30));
		assertThat(again.heldShards()).containsExactly("0", "1");
	}

	@Test
	void registrationOfOneThatIsGoneIsRemovedWhenAnySessionIsOver() {
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String session = p2.crash();
		this.cluster.write("participants/p2", "garbage");
		this.cluster.endSession(session);
		this.cluster.pass(Duration.ofSeconds(4));
		assertThat(this.p1.heldShards()).hasSize(1);
		this.cluster.pass(Duration.ofSeconds(2));
		assertThat(this.p1.heldShards()).containsExactly("0", "1");
		assertThat(this.cluster.read("participants/p2")).isEmpty();
	}

	@Test
	void registrationStaysWhileAStatusIsBoundToASession() {
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String session = p2.crash();
		this.cluster.write("participants/p2", "garbage");
		this.cluster.pass(Duration.ofSeconds(30));
		assertThat(this.p1.heldShards()).hasSize(1);
		this.cluster.endSession(session);
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(this.p1.heldShards()).containsExactly("0", "1");
	}

	@Test
	void storeThatHasLostEverythingGivesNothingBeforeEarlierSessionsAreOver() {
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		p2.cutOff(true);
		this.cluster.wipe();
		this.p1.openSession();
		this.cluster.run();
		assertThat(this.p1.heldShards()).isEmpty();
		assertThat(p2.heldShards()).hasSize(1);
		this.cluster.pass(Duration.ofMillis(1700));
		assertThat(this.p1.heldShards()).isEmpty();
		this.cluster.pass(Duration.ofMillis(500));
		assertThat(p2.heldShards()).isEmpty();
		assertThat(this.p1.heldShards()).containsExactly("0", "1");
	}

	@Test
	void participantTellsTheControllerWhatTheStoreHasLost() {
		this.cluster.wipe();
		this.cluster.write("participants/p0",
				new Registration("s77", null, "", 1, null, Set.of(), true, HIGH, false).encode());
		this.p1.openSession();
		this.cluster.pass(Duration.ofSeconds(3));
		assertThat(this.p1.machine().assignment().owners().get("0").epoch()).isGreaterThan(HIGH);
	}

	private long add(String shard) {
		this.cluster.write("specs/" + shard, Wishes.spec(ShardSpec.of(shard)));
		this.cluster.pass(Duration.ofSeconds(3));
		return this.p1.machine().assignment().owners().get(shard).epoch();
	}

}
