package dev.sm.continuum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class WeightedContinuumTests {

	private static final ContinuumSpec THREE = ContinuumSpec.of("weighted")
		.with("n1", 100)
		.with("n2", 150)
		.with("n3", 50);

	@Test
	void hundredEqualNodesPeakAtMostThreePercentAboveTheMean() {
		Map<String, Double> shares = Continuum.of(random(new Random(7), 100, 1)).shares();
		assertThat(Collections.max(shares.values())).isLessThanOrEqualTo(0.0103);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void nodeOfHalfAPercentOrMoreIsWithinThreePercentOfItsShare(long seed) {
		Random random = new Random(seed);
		ContinuumSpec spec = random(random, 2 + random.nextInt(200), 1 + random.nextInt(1000));
		Map<String, Double> exact = Shares.byWeight(spec);
		Map<String, Double> shares = Continuum.of(spec).shares();
		exact.forEach((node, share) -> {
			if (share >= 0.005) {
				assertThat(shares.get(node) / share).as("seed %d, node %s", seed, node).isCloseTo(1, within(0.03));
			}
		});
		assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, within(1e-9));
	}

	@Test
	void sharesKeepTheOrderOfTheSpecAndNameNodesThatHoldNothing() {
		Continuum continuum = Continuum.of(THREE.with("a", 0));
		assertThat(continuum.shares().keySet()).containsExactly("n1", "n2", "n3", "a");
		assertThat(continuum.shares()).containsEntry("a", 0.0);
	}

	@Test
	void orderOfNodesMeansNothing() {
		List<String> names = new ArrayList<>(random(new Random(3), 40, 9).nodes().keySet());
		ContinuumSpec forwards = ContinuumSpec.of("weighted");
		ContinuumSpec backwards = forwards;
		for (int i = 0; i < names.size(); i++) {
			forwards = forwards.with(names.get(i), 1 + i);
			backwards = backwards.with(names.get(names.size() - 1 - i), names.size() - i);
		}
		assertThat(forwards).isEqualTo(backwards).hasSameHashCodeAs(backwards);
		assertThat(ContinuumDiff.between(Continuum.of(forwards), Continuum.of(backwards)).moves()).isEmpty();
	}

	@Test
	void nodeWithoutWeightCountsAsAbsent() {
		Continuum with = Continuum.of(THREE.with("n0", 0));
		assertThat(ContinuumDiff.between(Continuum.of(THREE), with).share()).isZero();
		assertThat(with.nodesFor("key", 9)).containsExactlyInAnyOrder("n1", "n2", "n3");
	}

	@Test
	void nodesForAreDistinctAndBeginWithTheNode() {
		Continuum continuum = Continuum.of(random(new Random(5), 30, 50));
		for (int i = 0; i < 1000; i++) {
			String key = "key" + i;
			List<String> nodes = continuum.nodesFor(key, 5);
			assertThat(nodes).hasSize(5).doesNotHaveDuplicates().startsWith(continuum.nodeFor(key));
		}
	}

	@Test
	void nodesForKeepTheirOrderWhenOneGoes() {
		ContinuumSpec spec = random(new Random(6), 20, 50);
		String gone = spec.nodes().keySet().iterator().next();
		Continuum before = Continuum.of(spec);
		Continuum after = Continuum.of(spec.without(gone));
		for (int i = 0; i < 1000; i++) {
			List<String> expected = new ArrayList<>(before.nodesFor("key" + i, 20));
			expected.remove(gone);
			assertThat(after.nodesFor("key" + i, 20)).isEqualTo(expected);
		}
	}

	@Test
	void secondNodesFollowTheWeights() {
		Continuum continuum = Continuum.of(THREE);
		Map<String, Integer> seconds = new LinkedHashMap<>();
		for (int i = 0; i < 30_000; i++) {
			seconds.merge(continuum.nodesFor("key" + i, 2).get(1), 1, Integer::sum);
		}
		// n3 is second after n1 in 1/3 * 1/4 and after n2 in 1/2 * 1/3 of all cases
		assertThat(seconds.get("n3") / 30_000.0).isCloseTo(1 / 12.0 + 1 / 6.0, within(0.01));
	}

	@Test
	void placementIsExplained() {
		Explanation explanation = Continuum.of(THREE).explain("key");
		assertThat(explanation.candidates()).hasSize(3);
		assertThat(explanation.node()).isEqualTo(Continuum.of(THREE).nodeFor("key"));
		assertThat(explanation.why()).containsOnlyKeys("algorithm", "hash", "slot", "slots");
	}

	@Test
	void partInTagsDecidesAlone() {
		Continuum continuum = Continuum.of(THREE.hashTag("{}"));
		for (int i = 0; i < 100; i++) {
			assertThat(continuum.nodeFor("a{" + i + "}b")).isEqualTo(Continuum.of(THREE).nodeFor("" + i));
		}
	}

	@Test
	void anotherHashIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(THREE.hash("md5")))
			.withMessage("Hash 'md5' does not go with continuum algorithm 'weighted', must be xxh3_64 or absent");
	}

	@Test
	void noNodesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(ContinuumSpec.of("weighted")))
			.withMessageContaining("no nodes");
	}

	@Test
	void nodesWithoutAnyWeightAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Continuum.of(ContinuumSpec.of("weighted").with("n1", 0).with("n2", 0)))
			.withMessageContaining("All 2 nodes");
	}

	@Test
	void lessThanOneNodeForAKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(THREE).nodesFor("key", 0))
			.withMessageContaining("must be 1 or more");
	}

	private static ContinuumSpec random(Random random, int nodes, int maxWeight) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		while (weights.size() < nodes) {
			weights.put("node-" + random.nextInt(1_000_000), 1 + random.nextInt(maxWeight));
		}
		return new ContinuumSpec("weighted", weights, null, null);
	}

}
