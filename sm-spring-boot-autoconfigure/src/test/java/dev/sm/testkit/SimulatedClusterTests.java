package dev.sm.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.HungDrop;
import dev.sm.manager.OwnershipMode;
import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardCallback;
import dev.sm.manager.ShardManagerException;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What users are given to test their handlers with.
 */
class SimulatedClusterTests {

	private static final Duration GRACE = Duration.ofSeconds(60);

	private final List<String> states = new ArrayList<>();

	private SimulatedCluster cluster = cluster(1, Duration.ZERO);

	private SimulatedCluster cluster(long seed, Duration grace) {
		return SimulatedCluster.builder()
			.service(new ServiceSettings("test", 6, OwnershipMode.EXCLUSIVE, Duration.ofSeconds(2), HungDrop.FENCE,
					null, 0.1, grace, true))
			.sessionTtl(Duration.ofSeconds(4))
			.seed(seed)
			.callbacks(Leaving::new)
			.build();
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void nothingHappensUnlessTimeGoesOn() {
		SimulatedParticipant p1 = this.cluster.start("p1");
		assertThat(p1.held()).isEmpty();
		assertThat(this.cluster.clock().elapsed()).isZero();
		this.cluster.settle();
		assertThat(p1.held()).containsExactly("0", "1", "2", "3", "4", "5");
	}

	@Test
	void sameSeedIsTheSameRun() {
		List<String> first = scenario(cluster(7, Duration.ZERO));
		assertThat(first).hasSizeGreaterThan(20).isEqualTo(scenario(cluster(7, Duration.ZERO)));
		assertThat(scenario(cluster(8, Duration.ZERO))).isNotEqualTo(first);
	}

	private static List<String> scenario(SimulatedCluster cluster) {
		try (cluster) {
			List.of("p1", "p2", "p3").forEach(cluster::start);
			cluster.settle();
			cluster.participant("p1").pause();
			cluster.advance(Duration.ofSeconds(7));
			cluster.participant("p1").unpause();
			cluster.participant("p2").kill();
			cluster.settle();
			return cluster.history();
		}
	}

	@Test
	void stoppedParticipantHandsOffAndEnds() {
		SimulatedParticipant p1 = this.cluster.start("p1");
		SimulatedParticipant p2 = this.cluster.start("p2");
		this.cluster.settle();
		p1.stop();
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(p1.running()).isFalse();
		assertThat(p2.held()).hasSize(6);
		assertThat(this.states).hasSize(3).containsOnly("left by p1");
	}

	@Test
	void participantThatIsCutOffStopsHolding() {
		SimulatedParticipant p1 = this.cluster.start("p1");
		SimulatedParticipant p2 = this.cluster.start("p2");
		this.cluster.settle();
		p1.cutOff(true);
		this.cluster.advance(Duration.ofSeconds(6));
		assertThat(p1.held()).isEmpty();
		assertThat(p2.held()).hasSize(6);
		p1.cutOff(false);
		this.cluster.settle();
		assertThat(p1.held()).hasSize(3);
	}

	@Test
	void nobodyHoldsAnythingWhileTheStoreIsAway() {
		SimulatedParticipant p1 = this.cluster.start("p1");
		this.cluster.settle();
		this.cluster.storeAway(true);
		this.cluster.advance(Duration.ofSeconds(5));
		assertThat(p1.held()).isEmpty();
		this.cluster.storeAway(false);
		this.cluster.settle();
		assertThat(p1.held()).hasSize(6);
	}

	@Test
	void killedParticipantComesBackToItsShards() {
		this.cluster.close();
		this.cluster = cluster(1, GRACE);
		List.of("p1", "p2").forEach(this.cluster::start);
		this.cluster.settle();
		Set<String> before = this.cluster.participant("p2").held();
		this.cluster.participant("p2").kill();
		this.cluster.advance(Duration.ofSeconds(30));
		assertThat(this.cluster.participant("p1").held()).hasSize(3);
		this.cluster.start("p2");
		this.cluster.settle();
		assertThat(this.cluster.participant("p2").held()).isEqualTo(before);
	}

	@Test
	void handlerThatHangsIsInterrupted() {
		SimulatedParticipant p1 = this.cluster.start("p1");
		p1.handlerTakes(Duration.ofSeconds(30));
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(p1.held()).isEmpty();
		p1.handlerTakes(Duration.ofMillis(1));
		this.cluster.settle();
		assertThat(p1.held()).hasSize(6);
	}

	@Test
	void shardsAreAddedMovedAndRemoved() {
		this.cluster.start("p1", "z1", 1);
		this.cluster.start("p2", "z2", 1, "gpu");
		this.cluster.settle();
		this.cluster.add(ShardSpec.builder("extra").tags("gpu").build());
		this.cluster.settle();
		assertThat(this.cluster.participant("p2").held()).contains("extra");
		this.cluster.move("0", "p2");
		this.cluster.settle();
		assertThat(this.cluster.participant("p2").held()).contains("0");
		assertThatExceptionOfType(ShardManagerException.class).isThrownBy(() -> this.cluster.move("extra", "p1"));
		this.cluster.remove("extra");
		this.cluster.settle();
		assertThat(this.cluster.holderOf("extra")).isEmpty();
	}

	@Test
	void wrongUseIsTold() {
		this.cluster.start("p1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.start("p1"))
			.withMessage("participant 'p1' runs already");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.participant("p2"))
			.withMessage("participant 'p2' was never started");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.participant("p1").shard("9"))
			.withMessage("shard '9' was never given to 'p1'");
		try (SimulatedCluster other = SimulatedCluster.builder().beans(null, OfAnother.class).build()) {
			assertThatIllegalArgumentException().isThrownBy(() -> other.start("p1"))
				.withMessageContaining("must be a @ShardHandler of service 'test' (there are handlers of [another])");
		}
	}

	/** Leaves something for the next owner. */
	private final class Leaving implements ShardCallback {

		private final String id;

		private Leaving(String id) {
			this.id = id;
		}

		@Override
		public void add(Shard shard) {
		}

		@Override
		public void add(Shard shard, byte[] state) {
			SimulatedClusterTests.this.states.add(new String(state, StandardCharsets.UTF_8));
		}

		@Override
		public byte[] release(Shard shard) {
			return ("left by " + this.id).getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public void drop(Shard shard) {
		}

		@Override
		public ShardLoad load(Shard shard) {
			return ShardLoad.of(1);
		}

	}

	/** Is for another service. */
	@ShardHandler("another")
	static class OfAnother {

		@OnShardAdd
		void add(Shard shard) {
		}

	}

}
