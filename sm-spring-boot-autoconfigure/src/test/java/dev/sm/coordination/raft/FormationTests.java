package dev.sm.coordination.raft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FormationTests {

	private static final List<MemberAddress> THREE = MemberAddress.all("peers", List.of("a:1", "b:1", "c:1"));

	private static final MemberAddress A = THREE.get(0);

	private static final UUID FOUNDED = Formation.groupOf(THREE);

	private static final Formation.Answer EMPTY = new Formation.Answer(null, false);

	private static final Formation.Answer BEGINNING = new Formation.Answer(FOUNDED, false);

	private static final Formation.Answer RUNNING = new Formation.Answer(FOUNDED, true);

	@Test
	void whoIsAloneFoundsAtOnce() {
		MemberAddress self = MemberAddress.of("address", "a:1");
		assertThat(Formation.decide(self, List.of(self), Map.of()).action()).isEqualTo(Formation.Action.FOUND);
	}

	@Test
	void majorityWithNothingInTheLogFounds() {
		assertThat(decide(Map.of())).isEqualTo(Formation.Action.WAIT);
		assertThat(decide(Map.of("b_1", EMPTY))).isEqualTo(Formation.Action.FOUND);
		assertThat(decide(Map.of("c_1", BEGINNING))).isEqualTo(Formation.Action.FOUND);
	}

	@Test
	void whoeverFindsALogJoins() {
		assertThat(decide(Map.of("b_1", RUNNING))).isEqualTo(Formation.Action.JOIN);
		assertThat(decide(Map.of("b_1", RUNNING, "c_1", EMPTY))).isEqualTo(Formation.Action.JOIN);
	}

	@Test
	void strangerNeverFounds() {
		MemberAddress stranger = MemberAddress.of("address", "d:1");
		Map<String, Formation.Answer> empty = Map.of("a_1", EMPTY, "b_1", EMPTY, "c_1", EMPTY);
		assertThat(Formation.decide(stranger, THREE, empty).action()).isEqualTo(Formation.Action.WAIT);
		assertThat(Formation.decide(stranger, THREE, Map.of("a_1", RUNNING)).action()).isEqualTo(Formation.Action.JOIN);
	}

	@Test
	void differentGroupsAndDifferentPeersAreWaitedOut() {
		Formation.Answer other = new Formation.Answer(new UUID(0, 7), true);
		assertThat(Formation.decide(A, THREE, Map.of("b_1", RUNNING, "c_1", other)).reason()).contains("different");
		Formation.Answer differently = new Formation.Answer(new UUID(0, 7), false);
		assertThat(Formation.decide(A, THREE, Map.of("b_1", differently)).reason()).contains("'peers'");
	}

	@Test
	void orderOfPeersMeansNothing() {
		List<MemberAddress> reversed = List.of(THREE.get(2), THREE.get(1), THREE.get(0));
		assertThat(Formation.groupOf(reversed)).isEqualTo(FOUNDED);
		assertThat(Formation.groupOf(THREE.subList(0, 2))).isNotEqualTo(FOUNDED);
	}

	/**
	 * Whatever part of the group a member that lost its disk reaches: as long as fewer
	 * than a majority lost theirs, it never takes the group for a new one.
	 */
	@Test
	void memberThatLostItsDiskNeverFounds() {
		List<MemberAddress> five = MemberAddress.all("peers", List.of("a:1", "b:1", "c:1", "d:1", "e:1"));
		List<String> others = five.stream().skip(1).map(MemberAddress::id).toList();
		for (int lost = 0; lost < 16; lost++) {
			if (Integer.bitCount(lost) > 1) {
				continue;
			}
			for (int reached = 0; reached < 16; reached++) {
				Map<String, Formation.Answer> answers = new HashMap<>();
				for (int i = 0; i < 4; i++) {
					if ((reached & (1 << i)) != 0) {
						answers.put(others.get(i), ((lost & (1 << i)) != 0) ? EMPTY : RUNNING);
					}
				}
				assertThat(Formation.decide(five.get(0), five, answers).action()).isNotEqualTo(Formation.Action.FOUND);
			}
		}
	}

	private static Formation.Action decide(Map<String, Formation.Answer> answers) {
		return Formation.decide(A, new ArrayList<>(THREE), answers).action();
	}

}
