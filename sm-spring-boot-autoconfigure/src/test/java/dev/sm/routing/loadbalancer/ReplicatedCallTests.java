package dev.sm.routing.loadbalancer;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.sm.hedging.HedgeBudget;
import dev.sm.hedging.RecentLatencies;
import dev.sm.routing.loadbalancer.Replication.Mode;
import dev.sm.routing.loadbalancer.ReplicatedCall.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times are milliseconds here.
 */
class ReplicatedCallTests {

	private final HedgeBudget budget = new HedgeBudget(0.5);

	@Test
	void theFirstIsAskedAlone() {
		ReplicatedCall call = call(Mode.FIRST);
		assertThat(call.start(0)).containsExactly(0);
		call.answered();
		assertThat(call.state()).isEqualTo(State.DONE);
	}

	@Test
	void theNextIsAskedAtOnceWhenOneFails() {
		ReplicatedCall call = call(Mode.FIRST);
		call.start(0);
		assertThat(call.failed(ms(1))).containsExactly(1);
		assertThat(call.failed(ms(2))).containsExactly(2);
		assertThat(call.failed(ms(3))).isEmpty();
		assertThat(call.state()).isEqualTo(State.FAILED);
	}

	@Test
	void aSlowOneIsHedgedWhenTheBudgetAllows() {
		this.budget.called();
		ReplicatedCall call = call(Mode.FIRST);
		call.start(0);
		assertThat(call.wakeUpAt()).isEqualTo(ms(20));
		assertThat(call.tick(ms(19))).isEmpty();
		assertThat(call.tick(ms(20))).containsExactly(1);
		assertThat(call.tick(ms(40))).isEmpty();
		assertThat(call.wakeUpAt()).isEqualTo(ms(100));
		assertThat(call.state()).isEqualTo(State.OPEN);
		call.answered();
		assertThat(call.state()).isEqualTo(State.DONE);
	}

	@Test
	void theBudgetBoundsHedges() {
		HedgeBudget tenth = new HedgeBudget(0.1);
		long hedges = IntStream.range(0, 1000).filter((call) -> {
			tenth.called();
			return tenth.take();
		}).count();
		assertThat(hedges).isBetween(95L, 100L);
	}

	@Test
	void aMajorityIsAskedAtOnceAndOneMayFail() {
		ReplicatedCall call = call(Mode.MAJORITY);
		assertThat(call.start(0)).containsExactly(0, 1, 2);
		call.answered();
		call.failed(ms(1));
		assertThat(call.state()).isEqualTo(State.OPEN);
		call.answered();
		assertThat(call.state()).isEqualTo(State.DONE);
	}

	@Test
	void aMajorityOfFailuresEndsIt() {
		ReplicatedCall call = call(Mode.MAJORITY);
		call.start(0);
		call.failed(ms(1));
		call.failed(ms(2));
		assertThat(call.state()).isEqualTo(State.FAILED);
	}

	@Test
	void allMeansAll() {
		ReplicatedCall call = call(Mode.ALL);
		call.start(0);
		call.answered();
		call.answered();
		assertThat(call.state()).isEqualTo(State.OPEN);
		call.failed(ms(1));
		assertThat(call.state()).isEqualTo(State.FAILED);
	}

	@Test
	void timeIsOverForAllModes() {
		for (Mode mode : Mode.values()) {
			ReplicatedCall call = call(mode);
			call.start(0);
			call.tick(ms(100));
			assertThat(call.state()).as(mode.name()).isEqualTo(State.FAILED);
		}
	}

	@Test
	void theDelayIsWhatMostRequestsTake() {
		RecentLatencies latencies = new RecentLatencies(7);
		assertThat(latencies.p95()).isEqualTo(7);
		IntStream.rangeClosed(1, 320).forEach((request) -> latencies.took(request % 100));
		assertThat(latencies.p95()).isBetween(90L, 99L);
	}

	private ReplicatedCall call(Mode mode) {
		return new ReplicatedCall(new Replication(mode, 3, 0.5, Duration.ofMillis(100)), 3, ms(20), this.budget, 0);
	}

	private static long ms(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
