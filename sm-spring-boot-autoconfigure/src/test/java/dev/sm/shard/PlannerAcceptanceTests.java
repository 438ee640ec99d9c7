package dev.sm.shard;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static dev.sm.shard.Requests.participant;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an earlier shard manager of another language decided in the cases that its authors
 * tested, and where a plan differs from it on purpose.
 */
class PlannerAcceptanceTests {

	private final Requests given = new Requests();

	@Test
	void newShardGoesToTheEmptyParticipant() {
		this.given.shards(3).participants(participant("c1"), participant("c2")).owner("s1", "c1").owner("s2", "c1");
		assertThat(this.given.plan().moves()).containsExactly(new Plan.Move("s3", null, "c2", "it had no owner"));
	}

	@Test
	void oneOfTwoShardsGoesToTheEmptyParticipant() {
		this.given.shards(2).participants(participant("c1"), participant("c2")).owner("s1", "c1").owner("s2", "c1");
		assertThat(this.given.plan().moves())
			.containsExactly(new Plan.Move("s2", "c1", "c2", "for balance: 'c1' held 2, even share is 1"));
	}

	@Test
	void evenParticipantsKeepTheirShards() {
		this.given.shards(2).participants(participant("c1"), participant("c2")).owner("s1", "c1").owner("s2", "c2");
		assertThat(this.given.plan().moves()).isEmpty();
	}

	@Test
	void evenParticipantsKeepTheirShardsTheOtherWayRound() {
		this.given.shards(2).participants(participant("c1"), participant("c2")).owner("s1", "c2").owner("s2", "c1");
		assertThat(this.given.plan().moves()).isEmpty();
	}

	@Test
	void ownerWithAnEmptyNameIsAnOwnerThatIsGone() {
		this.given.shards(2).participants(participant("c1"), participant("c2")).owner("s1", "c1").owner("s2", "");
		assertThat(this.given.plan().targets()).isEqualTo(Map.of("s1", "c1", "s2", "c2"));
	}

	@Test
	void shardsOfALostParticipantGoToTheOneThatIsLeft() {
		this.given.shards(2).participants(participant("c2")).owner("s1", "c1").owner("s2", "c2");
		assertThat(this.given.plan().moves())
			.isEqualTo(List.of(new Plan.Move("s1", null, "c2", "participant 'c1' is gone")));
	}

}
