package dev.sm.continuum;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContinuumAlgorithmsTests {

	@Test
	void unknownAlgorithmNamesTheKnownOnes() {
		assertThatExceptionOfType(UnknownAlgorithmException.class)
			.isThrownBy(() -> Continuum.of(ContinuumSpec.of("wieghted").with("n1", 1)))
			.withMessage("Continuum algorithm 'wieghted' is unknown, must be one of "
					+ String.join(", ", ContinuumAlgorithms.builtIn().names()))
			.satisfies((thrown) -> assertThat(thrown.algorithm()).isEqualTo("wieghted"))
			.satisfies((thrown) -> assertThat(thrown.known()).containsExactly("dynamic-sharding", "jump", "libketama",
					"libmemcached-ketama", "redis-cluster", "sharded-kv", "spymemcached-ketama", "static",
					"twemproxy-ketama", "weighted"));
	}

	@Test
	void algorithmOfAnApplicationIsFound() {
		ContinuumAlgorithms algorithms = new ContinuumAlgorithms(List.of(new FirstNode("first")));
		Continuum continuum = algorithms.create(ContinuumSpec.of("first").with("n1", 1).with("n2", 3));
		assertThat(continuum.nodeFor("any")).isEqualTo("n1");
		assertThat(algorithms.names()).contains("first", "jump", "weighted").hasSize(11);
	}

	@Test
	void algorithmThatDoesNotSayItsSharesIsTakenToFollowTheWeights() {
		Continuum continuum = new FirstNode("first").create(ContinuumSpec.of("first").with("n1", 1).with("n2", 3));
		assertThat(continuum.shares()).containsExactly(Map.entry("n1", 0.25), Map.entry("n2", 0.75));
	}

	@Test
	void twoAlgorithmsOfOneNameAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ContinuumAlgorithms(List.of(new FirstNode("weighted"))))
			.withMessageContaining("'weighted'")
			.withMessageContaining(FirstNode.class.getName());
	}

	private record FirstNode(String name) implements ContinuumAlgorithm {

		@Override
		public Continuum create(ContinuumSpec spec) {
			return new Continuum() {

				@Override
				public String nodeFor(byte[] key) {
					return spec.nodes().keySet().iterator().next();
				}

				@Override
				public List<String> nodesFor(String key, int count) {
					return List.of(nodeFor(key));
				}

				@Override
				public ContinuumSpec spec() {
					return spec;
				}

			};
		}

	}

}
