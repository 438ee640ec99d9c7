package dev.sm.pushgateway;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CleanUpTests {

	private static final GroupKey KEY = GroupKey.parse("/metrics/job/j");

	@Test
	void oneCopyStaysWhereverItIs() {
		CleanUp cleanUp = CleanUp.of(Map.of("a", List.of(copy(1, "m")), "b", List.of()), (key) -> "b");
		assertThat(cleanUp.removals()).isEmpty();
		assertThat(cleanUp.duplicates()).isZero();
		assertThat(cleanUp.misplaced()).isOne();
	}

	@Test
	void olderCopyIsRemovedFromWhereTheGroupIsPushedNoLonger() {
		CleanUp cleanUp = CleanUp.of(Map.of("a", List.of(copy(1, "m")), "b", List.of(copy(2, "m"))), (key) -> "b");
		assertThat(cleanUp.removals()).containsExactly(new CleanUp.Removal("a", KEY, "b", ""));
		assertThat(cleanUp.duplicates()).isOne();
		assertThat(cleanUp.misplaced()).isZero();
	}

	@Test
	void olderCopyStaysWhereAPushMayBeOnItsWay() {
		CleanUp cleanUp = CleanUp.of(Map.of("a", List.of(copy(1, "m")), "b", List.of(copy(2, "m"))), (key) -> "a");
		assertThat(cleanUp.removals()).isEmpty();
		assertThat(cleanUp.misplaced()).isOne();
	}

	@Test
	void gatewayThatReturnsIsRidOfWhatOthersHaveNewer() {
		CleanUp cleanUp = CleanUp.of(
				Map.of("a", List.of(copy(1, "m")), "b", List.of(copy(2, "m")), "c", List.of(copy(3, "m"))),
				(key) -> "b");
		assertThat(cleanUp.removals()).extracting(CleanUp.Removal::node).containsExactly("a");
	}

	@Test
	void metricsThatOnlyTheOlderCopyHasGoAlong() {
		CleanUp cleanUp = CleanUp.of(Map.of("a", List.of(copy(1, "m", "only")), "b", List.of(copy(2, "m"))),
				(key) -> "b");
		assertThat(cleanUp.removals()).containsExactly(new CleanUp.Removal("a", KEY, "b", "only 1\n"));
	}

	private static GroupCopy copy(double pushedAt, String... names) {
		Map<String, String> families = new TreeMap<>();
		List.of(names).forEach((name) -> families.put(name, name + " 1\n"));
		return new GroupCopy(KEY, pushedAt, families);
	}

}
