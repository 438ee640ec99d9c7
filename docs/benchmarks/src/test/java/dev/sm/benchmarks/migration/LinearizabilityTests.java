package dev.sm.benchmarks.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sm.benchmarks.migration.Linearizability.Loss;
import dev.sm.benchmarks.migration.Linearizability.Verdict;
import dev.sm.benchmarks.migration.Operation.State;
import dev.sm.benchmarks.migration.Operation.Verb;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the checker accepts, and what it catches.
 */
class LinearizabilityTests {

	private static final long MS = 1_000_000;

	private final List<Operation> history = new ArrayList<>();

	@Test
	void sequenceIsAccepted() {
		answer(0, 1, Verb.GET, 0, Operation.NOTHING);
		answer(2, 3, Verb.SET, 5, 0);
		answer(4, 5, Verb.INCREMENT, 2, 7);
		answer(6, 7, Verb.SET_IF_ABSENT, 9, 0);
		answer(8, 9, Verb.DELETE, 0, 1);
		answer(10, 11, Verb.DELETE, 0, 0);
		answer(12, 13, Verb.GET, 0, Operation.NOTHING);
		assertAccepted();
	}

	@Test
	void overlappingOperationsMayHaveHappenedInAnyOrder() {
		answer(0, 10, Verb.SET, 5, 0);
		answer(1, 4, Verb.GET, 0, Operation.NOTHING);
		answer(5, 9, Verb.GET, 0, 5);
		assertAccepted();
	}

	@Test
	void staleReadIsCaught() {
		answer(0, 1, Verb.SET, 5, 0);
		answer(2, 3, Verb.SET, 6, 0);
		answer(4, 5, Verb.GET, 0, 5);
		assertCaught();
	}

	@Test
	void readThatGoesBackIsCaught() {
		answer(0, 20, Verb.SET, 5, 0);
		answer(1, 4, Verb.GET, 0, 5);
		answer(5, 9, Verb.GET, 0, Operation.NOTHING);
		assertCaught();
	}

	@Test
	void lostIncrementIsCaught() {
		answer(0, 9, Verb.INCREMENT, 1, 1);
		answer(1, 8, Verb.INCREMENT, 1, 1);
		assertCaught();
	}

	@Test
	void deletedKeyThatComesBackIsCaught() {
		answer(0, 1, Verb.SET, 5, 0);
		answer(2, 3, Verb.DELETE, 0, 1);
		answer(4, 5, Verb.GET, 0, 5);
		assertCaught();
	}

	@Test
	void twoDeletesOfOneValueAreCaught() {
		answer(0, 1, Verb.SET, 5, 0);
		answer(2, 9, Verb.DELETE, 0, 1);
		answer(3, 8, Verb.DELETE, 0, 1);
		assertCaught();
	}

	@Test
	void valueMayVanishWhenItsTimeIsOverAndNotBefore() {
		expiring(0, 1, Verb.SET, 5, 100);
		answer(50, 51, Verb.GET, 0, 5);
		answer(150, 151, Verb.GET, 0, Operation.NOTHING);
		assertAccepted();
		this.history.clear();
		expiring(0, 1, Verb.SET, 5, 100);
		answer(50, 51, Verb.GET, 0, Operation.NOTHING);
		assertCaught();
	}

	@Test
	void valueThatWasSetAnewDoesNotExpire() {
		expiring(0, 1, Verb.SET, 5, 100);
		answer(10, 11, Verb.SET, 6, 0);
		answer(500, 501, Verb.GET, 0, Operation.NOTHING);
		assertCaught();
	}

	@Test
	void operationWithoutAnAnswerMayHappenLateOrNever() {
		this.history.add(new Operation("c", Verb.SET, 5, 0, 0));
		answer(10, 11, Verb.GET, 0, Operation.NOTHING);
		answer(20, 21, Verb.GET, 0, 5);
		assertAccepted();
		answer(30, 31, Verb.DELETE, 0, 1);
		answer(40, 41, Verb.GET, 0, 5);
		assertCaught();
	}

	@Test
	void whatWasLeftBehindMayBeMissing() {
		answer(0, 1, Verb.SET, 5, 0);
		answer(50, 51, Verb.GET, 0, Operation.NOTHING);
		assertCaught();
		List<Loss> losses = List.of(new Loss(20 * MS, 30 * MS));
		assertThat(Linearizability.judge(this.history, losses)).isEqualTo(Verdict.LINEARIZABLE);
		answer(60, 61, Verb.GET, 0, 5);
		assertThat(Linearizability.judge(this.history, losses).linearizable()).isFalse();
	}

	@Test
	void randomHistoriesOfARealRegisterAreAcceptedAndWrongAnswersCaught() {
		int caught = 0;
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			register(random);
			assertAccepted();
			Operation wrong = this.history.get(random.nextInt(this.history.size()));
			wrong.answered(wrong.result + 1_000_000, wrong.end);
			caught += Linearizability.judge(this.history, List.of()).linearizable() ? 0 : 1;
			this.history.clear();
		}
		assertThat(caught).isEqualTo(200);
	}

	/** Each operation happens at one instant between its beginning and its answer. */
	private void register(Random random) {
		State state = State.ABSENT;
		long at = 0;
		for (int i = 0; i < 60; i++) {
			at += 1 + random.nextInt(5);
			Verb verb = Verb.values()[random.nextInt(Verb.values().length)];
			Operation asked = new Operation("c" + i % 4, verb, 1 + random.nextInt(9), 0,
					Math.max(0, at - random.nextInt(8)) * MS);
			for (long result = Operation.NOTHING; result < 2000; result++) {
				State next = asked.answered(result, (at + random.nextInt(8)) * MS).apply(state);
				if (next != null) {
					state = next;
					break;
				}
			}
			this.history.add(asked);
		}
	}

	private void answer(long begin, long end, Verb verb, long argument, long result) {
		this.history.add(new Operation("c", verb, argument, 0, begin * MS).answered(result, end * MS));
	}

	private void expiring(long begin, long end, Verb verb, long argument, long ttl) {
		this.history.add(new Operation("c", verb, argument, ttl * MS, begin * MS).answered(0, end * MS));
	}

	private void assertAccepted() {
		assertThat(Linearizability.judge(this.history, List.of())).isEqualTo(Verdict.LINEARIZABLE);
	}

	private void assertCaught() {
		assertThat(Linearizability.judge(this.history, List.of()).linearizable()).isFalse();
	}

}
