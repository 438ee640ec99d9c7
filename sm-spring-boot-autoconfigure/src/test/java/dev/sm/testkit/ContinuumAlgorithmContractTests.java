package dev.sm.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.continuum.ContinuumSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every kind of continuum must do. A subclass says which, and of which nodes, with a
 * hash that spreads similar keys.
 */
public abstract class ContinuumAlgorithmContractTests {

	private static final int KEYS = 2000;

	/**
	 * Makes the algorithm.
	 * @return another instance each time, if it is not a constant
	 */
	protected abstract ContinuumAlgorithm algorithm();

	/**
	 * The nodes of a continuum that the algorithm can make.
	 * @return a spec with three nodes or more, of its name
	 */
	protected abstract ContinuumSpec spec();

	private Continuum continuum() {
		return algorithm().create(spec());
	}

	@Test
	void specNamesTheAlgorithm() {
		assertThat(spec().algorithm()).isEqualTo(algorithm().name());
		assertThat(continuum().spec()).isEqualTo(spec());
	}

	@Test
	void everyKeyHasANodeOfTheSpec() {
		assertThat(names()).containsAll(nodesOf(continuum()).values());
	}

	@Test
	void theSpecAloneSaysWhereKeysAre() {
		assertThat(nodesOf(continuum())).isEqualTo(nodesOf(continuum()));
	}

	@Test
	void anyBytesAreAKey() {
		Continuum continuum = continuum();
		for (byte[] key : List.of(new byte[0], new byte[] { 0 }, new byte[] { -1, -128, 127 }, new byte[300])) {
			assertThat(names()).contains(continuum.nodeFor(key));
		}
	}

	@Test
	void textIsPlacedByItsUtf8Bytes() {
		Continuum continuum = continuum();
		for (String key : List.of("key", "schlüssel", "鍵", "🗝")) {
			assertThat(continuum.nodeFor(key)).isEqualTo(continuum.nodeFor(key.getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void furtherNodesAreDistinctAndComeAfterTheFirst() {
		Continuum continuum = continuum();
		for (int key = 0; key < 200; key++) {
			List<String> nodes = continuum.nodesFor("key-" + key, names().size() + 5);
			assertThat(nodes).doesNotHaveDuplicates().isSubsetOf(names());
			assertThat(nodes.get(0)).isEqualTo(continuum.nodeFor("key-" + key));
			assertThat(continuum.nodesFor("key-" + key, 1)).isEqualTo(nodes.subList(0, 1));
		}
	}

	@Test
	void sharesAreOfTheNodesAndSumToOne() {
		Map<String, Double> shares = continuum().shares();
		assertThat(List.copyOf(shares.keySet())).isEqualTo(List.copyOf(names()));
		assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum()).isBetween(0.999999, 1.000001);
	}

	@Test
	void sharesSayHowManyKeysANodeHolds() {
		Map<String, Integer> counts = new HashMap<>();
		Continuum continuum = continuum();
		nodesOf(continuum).values().forEach((node) -> counts.merge(node, 1, Integer::sum));
		continuum.shares().forEach((node, share) -> {
			double deviation = 5 * Math.sqrt(KEYS * share * (1 - share)) + 1;
			assertThat((double) counts.getOrDefault(node, 0)).as(node)
				.isBetween(KEYS * share - deviation, KEYS * share + deviation);
		});
	}

	private Set<String> names() {
		return spec().nodes().keySet();
	}

	private static Map<String, String> nodesOf(Continuum continuum) {
		Map<String, String> nodes = new HashMap<>();
		for (int key = 0; key < KEYS; key++) {
			nodes.put("key-" + key, continuum.nodeFor("key-" + key));
		}
		return nodes;
	}

}
