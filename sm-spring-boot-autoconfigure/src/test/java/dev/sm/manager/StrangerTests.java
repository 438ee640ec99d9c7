package dev.sm.manager;

import java.time.Duration;

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

	private long add(String shard) {
		this.cluster.write("specs/" + shard, Wishes.spec(ShardSpec.of(shard)));
		return this.p1.machine().assignment().owners().get(shard).epoch();
	}

}
