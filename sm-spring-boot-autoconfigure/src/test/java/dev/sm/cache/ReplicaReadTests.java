package dev.sm.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplicaRead}.
 */
class ReplicaReadTests {

	private static final byte[] VALUE = { 1 };

	private static final int[] ONE = { 0 };

	@Test
	void oneNodeIsAskedAndItsValueIsTheAnswer() {
		ReplicaRead read = new ReplicaRead(3, 0, 1, 2, true);
		assertThat(read.start()).containsExactly(0);
		assertThat(read.answered(0, ONE, List.of(VALUE))).isEmpty();
		assertThat(read.done()).isTrue();
		assertThat(read.known()).isTrue();
		assertThat(read.values()).containsExactly(VALUE);
		assertThat(read.repairs()).isEmpty();
	}

	@Test
	void failureAsksTheNextAndSlownessToo() {
		ReplicaRead read = new ReplicaRead(3, 0, 1, 1, true);
		read.start();
		assertThat(read.failed()).containsExactly(1);
		assertThat(read.slow()).containsExactly(2);
		assertThat(read.canHedge()).isFalse();
		assertThat(read.failed()).isEmpty();
		assertThat(read.done()).isFalse();
		read.answered(2, ONE, List.of(VALUE));
		assertThat(read.done()).isTrue();
	}

	@Test
	void missAsksAllOthersAndTheNodeThatLacksItIsRepaired() {
		ReplicaRead read = new ReplicaRead(3, 0, 1, 2, true);
		read.start();
		assertThat(read.answered(0, ONE, Arrays.asList((byte[]) null))).containsExactly(1, 2);
		read.answered(2, ONE, List.of(VALUE));
		assertThat(read.done()).isTrue();
		assertThat(read.repairs()).containsExactly(new ReplicaRead.Miss(0, 0));
	}

	@Test
	void missIsTheAnswerOnceEnoughNodesLackIt() {
		ReplicaRead read = new ReplicaRead(3, 0, 1, 2, true);
		read.start();
		read.answered(0, ONE, Arrays.asList((byte[]) null));
		read.failed();
		assertThat(read.known()).isFalse();
		assertThat(read.done()).isFalse();
		read.answered(2, ONE, Arrays.asList((byte[]) null));
		assertThat(read.done()).isTrue();
		assertThat(read.known()).isTrue();
	}

	@Test
	void missOfOneNodeIsTheAnswerByChoice() {
		ReplicaRead read = new ReplicaRead(3, 0, 1, 2, false);
		read.start();
		assertThat(read.answered(0, ONE, Arrays.asList((byte[]) null))).isEmpty();
		assertThat(read.done()).isTrue();
		assertThat(read.known()).isTrue();
	}

	@Test
	void nodesInReserveAreAskedOneByOneWhenTheOthersCannotTell() {
		ReplicaRead read = new ReplicaRead(1, 2, 1, 2, true);
		assertThat(read.start()).containsExactly(0);
		assertThat(read.slow()).as("for speed they are not").isEmpty();
		assertThat(read.answered(0, ONE, Arrays.asList((byte[]) null))).containsExactly(1);
		assertThat(read.done()).isFalse();
		assertThat(read.failed()).containsExactly(2);
		assertThat(read.answered(2, ONE, Arrays.asList((byte[]) null))).isEmpty();
		assertThat(read.done()).isTrue();
		assertThat(read.known()).isTrue();
	}

	@Test
	void nodesInReserveAreNotAskedForWhatIsKnown() {
		ReplicaRead read = new ReplicaRead(2, 1, 1, 1, true);
		read.start();
		assertThat(read.answered(0, ONE, Arrays.asList((byte[]) null))).containsExactly(1);
		assertThat(read.failed()).isEmpty();
		assertThat(read.done()).isTrue();
		assertThat(read.known()).isTrue();
	}

	@Test
	void nodeThatIsLateIsNotWaitedForOnceEnoughOthersLackTheKey() {
		ReplicaRead read = new ReplicaRead(3, 0, 1, 2, true);
		read.start();
		assertThat(read.late()).containsExactly(1);
		assertThat(read.answered(1, ONE, Arrays.asList((byte[]) null))).containsExactly(2);
		assertThat(read.done()).isFalse();
		read.answered(2, ONE, Arrays.asList((byte[]) null));
		assertThat(read.done()).isTrue();
		assertThat(read.known()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void whatSomeLivingNodeHasIsFoundAndEveryReadEnds(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 500; round++) {
			int nodes = 1 + random.nextInt(4);
			boolean[] has = new boolean[nodes];
			boolean[] dead = new boolean[nodes];
			boolean found = false;
			for (int i = 0; i < nodes; i++) {
				has[i] = random.nextBoolean();
				dead[i] = random.nextInt(3) == 0;
				found |= has[i] && !dead[i];
			}
			ReplicaRead read = new ReplicaRead(nodes, 0, 1, 1, true);
			List<Integer> open = new ArrayList<>(read.start());
			while (!read.done()) {
				assertThat(open).as("seed " + seed).isNotEmpty();
				if (random.nextInt(4) == 0) {
					open.addAll(read.slow());
				}
				int node = open.remove(random.nextInt(open.size()));
				open.addAll(
						dead[node] ? read.failed() : read.answered(node, ONE, Arrays.asList(has[node] ? VALUE : null)));
			}
			assertThat(read.values().get(0) != null).as("seed " + seed + ", round " + round).isEqualTo(found);
		}
	}

}
