package dev.sm.manager;

import java.util.Set;

import dev.sm.shard.Participant;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EligibilityTests {

	private static final Participant P1 = new Participant("p1", "", 1, null, Set.of("ssd"), false);

	@Test
	void anyShardMayGoToAnyParticipant() {
		assertThat(Eligibility.reasonAgainst(ShardSpec.of("s"), P1)).isNull();
	}

	@Test
	void pinNamesTheParticipant() {
		assertThat(Eligibility.reasonAgainst(ShardSpec.builder("s").pin("p1").build(), P1)).isNull();
		assertThat(Eligibility.reasonAgainst(ShardSpec.builder("s").pin("p2").build(), P1)).contains("'p2'");
	}

	@Test
	void allTagsAreRequired() {
		assertThat(Eligibility.reasonAgainst(ShardSpec.builder("s").tags("ssd").build(), P1)).isNull();
		assertThat(Eligibility.reasonAgainst(ShardSpec.builder("s").tags("ssd", "gpu").build(), P1)).contains("[gpu]");
	}

	@Test
	void drainingParticipantTakesNothing() {
		assertThat(Eligibility.reasonAgainst(ShardSpec.of("s"), new Participant("p1", "", 1, null, Set.of(), true)))
			.contains("draining");
	}

	@Test
	void participantWithoutWeightOrRoomTakesNothing() {
		assertThat(Eligibility.reasonAgainst(ShardSpec.of("s"), new Participant("p1", "", 0, null, Set.of(), false)))
			.contains("not to hold");
		assertThat(Eligibility.reasonAgainst(ShardSpec.of("s"), new Participant("p1", "", 1, 0, Set.of(), false)))
			.contains("not to hold");
	}

}
