package dev.sm.routing.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import dev.sm.routing.ShardOwner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StepTests {

	@Test
	void anotherOwnerIsATarget() {
		assertThat(step(owner("p2", 5), Hop.NONE).target()).isEqualTo(owner("p2", 5));
	}

	@Test
	void nobodyAndOneselfAreWaitedFor() {
		assertThat(Step.of("7", Optional.empty(), "p1", Hop.NONE, 3, null))
			.isEqualTo(new Step(null, 0, "shard 7 has no owner at present"));
		assertThat(step(owner("p1", 5), Hop.NONE).target()).isNull();
	}

	@Test
	void whoKnowsLessThanTheSenderWaits() {
		assertThat(step(owner("p2", 5), new Hop(1, 6)).target()).isNull();
		assertThat(step(owner("p2", 5), new Hop(1, 5)).target()).isNull();
		assertThat(step(owner("p2", 7), new Hop(1, 6)).target()).isNotNull();
	}

	@Test
	void hopsAreBounded() {
		assertThat(step(owner("p2", 5), new Hop(3, 1)).refusal()).isEqualTo(508);
	}

	@Test
	void anOwnerThatFailedIsNotAskedAgain() {
		assertThat(Step.of("7", Optional.of(owner("p2", 5)), "p1", Hop.NONE, 3, owner("p2", 5)).target()).isNull();
		assertThat(Step.of("7", Optional.of(owner("p2", 6)), "p1", Hop.NONE, 3, owner("p2", 5)).target()).isNotNull();
	}

	/** Whatever each instance believes, no request is forwarded for ever. */
	@Test
	void noRequestGoesRound() {
		Random random = new Random(7);
		for (int run = 0; run < 2000; run++) {
			List<ShardOwner> beliefs = new ArrayList<>();
			for (int instance = 0; instance < 4; instance++) {
				beliefs.add(owner("p" + random.nextInt(4), 1 + random.nextInt(6)));
			}
			Hop hop = Hop.NONE;
			int at = random.nextInt(4);
			int hops = 0;
			long epoch = 0;
			Step step = Step.of("7", Optional.of(beliefs.get(at)), "p" + at, hop, Integer.MAX_VALUE, null);
			while (step.target() != null) {
				assertThat(step.target().epoch()).isGreaterThan(epoch);
				epoch = step.target().epoch();
				hop = hop.next(epoch);
				at = Integer.parseInt(step.target().participantId().substring(1));
				assertThat(++hops).isLessThanOrEqualTo(6);
				step = Step.of("7", Optional.of(beliefs.get(at)), "p" + at, hop, Integer.MAX_VALUE, null);
			}
		}
	}

	private static Step step(ShardOwner owner, Hop hop) {
		return Step.of("7", Optional.of(owner), "p1", hop, 3, null);
	}

	private static ShardOwner owner(String participant, long epoch) {
		return new ShardOwner("7", participant, URI.create("http://" + participant), epoch, ShardOwner.Role.OWNER);
	}

}
