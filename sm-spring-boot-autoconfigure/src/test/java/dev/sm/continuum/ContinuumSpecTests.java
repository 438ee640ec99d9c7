package dev.sm.continuum;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContinuumSpecTests {

	private static final ContinuumSpec WEIGHTED = ContinuumSpec.of("weighted");

	@Test
	void zonesStayWithTheirNodes() {
		ContinuumSpec spec = WEIGHTED.with("a", 1).with("b", 1).zone("a", "east").zone("b", "west");
		assertThat(spec.with("a", 2).hashTag("{}").without("b").zones()).isEqualTo(Map.of("a", "east"));
		assertThat(spec).isNotEqualTo(spec.zone("a", "west"));
		assertThatIllegalArgumentException().isThrownBy(() -> spec.zone("c", "east"))
			.withMessage("Zone 'east' is that of node 'c', must not be blank and be that of a node of the continuum");
		assertThatIllegalArgumentException().isThrownBy(() -> spec.zone("a", " "))
			.withMessageContaining("must not be blank");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1_000_001 })
	void weightOutOfRangeIsRefusedByName(int weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> WEIGHTED.with("n1", weight))
			.withMessage("Node 'n1' has weight " + weight + ", must be 0 to 1000000");
	}

	@Test
	void emptyNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WEIGHTED.with("", 1))
			.withMessageContaining("must have 1 to 200");
	}

	@Test
	void longNameIsRefusedWithItsBeginning() {
		assertThatIllegalArgumentException().isThrownBy(() -> WEIGHTED.with("x".repeat(201), 1))
			.withMessageContaining("'" + "x".repeat(200) + "...' has a name of 201 characters");
	}

	@Test
	void controlCharacterIsRefusedAndNotPrinted() {
		assertThatIllegalArgumentException().isThrownBy(() -> WEIGHTED.with("a\nb", 1))
			.withMessageStartingWith("Node 'a\\u000ab'");
	}

	@Test
	void halfASurrogatePairIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WEIGHTED.with("a\ud83c", 1))
			.withMessageContaining("'a\\ud83c'");
	}

	@Test
	void tooManyNodesAreRefused() {
		Map<String, Integer> nodes = new LinkedHashMap<>();
		for (int i = 0; i <= ContinuumSpec.MAX_NODES; i++) {
			nodes.put("n" + i, 1);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new ContinuumSpec("weighted", nodes, null, null))
			.withMessageContaining("100001 nodes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{}}", "{ ", "{é", "\n}" })
	void malformedHashTagIsRefused(String tag) {
		assertThatIllegalArgumentException().isThrownBy(() -> WEIGHTED.hashTag(tag))
			.withMessageContaining("must be two printable ASCII characters");
	}

	@Test
	void orderOfNodesCountsForJump() {
		ContinuumSpec jump = ContinuumSpec.of("jump");
		assertThat(jump.with("a", 1).with("b", 1)).isNotEqualTo(jump.with("b", 1).with("a", 1))
			.isEqualTo(jump.with("a", 1).with("b", 1));
	}

	@Test
	void laterChangeOfTheMapGivenDoesNotReachTheSpec() {
		Map<String, Integer> nodes = new LinkedHashMap<>(Map.of("n1", 1));
		ContinuumSpec spec = new ContinuumSpec("weighted", nodes, null, null);
		nodes.put("n2", 1);
		assertThat(spec.nodes()).containsOnlyKeys("n1");
	}

}
