package dev.sm.continuum;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ZoneTests {

	private static final Map<String, String> ZONES = Map.of("a1", "a", "a2", "a", "a3", "a", "b1", "b", "b2", "b", "c1",
			"c");

	private static ContinuumSpec spec(String algorithm) {
		ContinuumSpec spec = ContinuumSpec.of(algorithm);
		for (String node : List.of("a1", "a2", "a3", "b1", "b2", "c1")) {
			spec = spec.with(node, 2).zone(node, node.substring(0, 1));
		}
		return spec;
	}

	@ParameterizedTest
	@ValueSource(strings = { "weighted", "jump", "libketama", "dynamic-sharding", "redis-cluster" })
	void theNodesOfAKeyAreInDifferentZonesAsFarAsThereAreEnough(String algorithm) {
		Continuum continuum = Continuum.of(spec(algorithm));
		Continuum without = Continuum
			.of(new ContinuumSpec(algorithm, continuum.spec().nodes(), null, continuum.spec().hashTag()));
		for (int i = 0; i < 500; i++) {
			List<String> nodes = continuum.nodesFor("key" + i, 6);
			assertThat(nodes).doesNotHaveDuplicates().hasSize(6);
			assertThat(nodes.get(0)).isEqualTo(continuum.nodeFor("key" + i)).isEqualTo(without.nodeFor("key" + i));
			assertThat(nodes.subList(0, 3)).extracting(ZONES::get).containsExactlyInAnyOrder("a", "b", "c");
			assertThat(nodes.subList(3, 5)).extracting(ZONES::get).containsExactlyInAnyOrder("a", "b");
			assertThat(continuum.nodesFor("key" + i, 2)).isEqualTo(nodes.subList(0, 2));
		}
	}

	@Test
	void aNodeWithoutAZoneIsInNoOtherNodesZone() {
		Continuum continuum = Continuum.of(spec("weighted").with("free1", 50).with("free2", 50));
		Set<List<String>> firsts = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			firsts.add(continuum.nodesFor("key" + i, 2));
		}
		assertThat(firsts).contains(List.of("free1", "free2"), List.of("free2", "free1"));
	}

	@Test
	void aNodeThatGoesIsReplacedAndNothingElseChanges() {
		Random random = new Random(5);
		ContinuumSpec spec = ContinuumSpec.of("weighted");
		for (int i = 0; i < 30; i++) {
			spec = spec.with("n" + i, 1 + random.nextInt(5)).zone("n" + i, "zone" + i % 5);
		}
		Continuum before = Continuum.of(spec);
		Continuum after = Continuum.of(spec.without("n7"));
		for (int i = 0; i < 500; i++) {
			List<String> nodes = before.nodesFor("key" + i, 3);
			if (!nodes.contains("n7")) {
				assertThat(after.nodesFor("key" + i, 3)).isEqualTo(nodes);
			}
		}
	}

}
