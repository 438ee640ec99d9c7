package dev.sm.cache;

import java.util.List;
import java.util.Map;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumAlgorithms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Pools whose algorithm reads what other clients placed.
 */
class CompatiblePoolTests {

	private final PoolFactory factory = new PoolFactory(new ContinuumAlgorithms(List.of()), List.of(), () -> 0);

	private static PoolSettings.Builder pool(String algorithm) {
		return PoolSettings.named("p").algorithm(algorithm);
	}

	private static NodeSettings node(String id) {
		return NodeSettings.of(id, "memory:", 1);
	}

	@Test
	void labelsAndHashAreThoseOfTheClient() {
		PoolSettings settings = pool("twemproxy-ketama").hash("fnv1a_64")
			.node(node("x").label("gamma"))
			.node(node("y").label("alpha"))
			.node(node("z").label("beta"))
			.build();
		Continuum continuum = this.factory.continuum(settings, Map.of("x", 4, "y", 1, "z", 2));
		assertThat(continuum.nodeFor("key:0")).isEqualTo("gamma");
		assertThat(continuum.explain("key:0").why()).containsEntry("function", "fnv1a_64")
			.containsKeys("hash", "point", "points");
	}

	@ParameterizedTest
	@CsvSource({ "twemproxy-ketama,''", "libketama,''", "sharded-kv,''", "weighted,{}", "redis-cluster,{}", "jump,{}" })
	void hashTagsAreThoseOfTheClient(String algorithm, String tag) {
		assertThat(pool(algorithm).node(node("x")).build().hashTag()).isEqualTo(tag);
		assertThat(pool(algorithm).hashTag("<>").node(node("x")).build().hashTag()).isEqualTo("<>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jump", "static", "redis-cluster" })
	void whereOrderCountsNodesMustBeNumbered(String algorithm) {
		PoolSettings settings = pool(algorithm).node(node("b").index(1)).node(node("a")).build();
		assertThatExceptionOfType(MissingIndexException.class)
			.isThrownBy(() -> this.factory.continuum(settings, Map.of("a", 1, "b", 1)))
			.withMessageContaining("node 'a' has no 'index'");
	}

	@Test
	void elsewhereTheOrderOfConfigurationMeansNothing() {
		PoolSettings.Builder one = pool("dynamic-sharding").node(node("1.1.1.1:9091").index(0))
			.node(node("11.1.1.1:9091").index(1));
		PoolSettings.Builder other = pool("dynamic-sharding").node(node("11.1.1.1:9091").index(1))
			.node(node("1.1.1.1:9091").index(0));
		Map<String, Integer> weights = Map.of("1.1.1.1:9091", 1, "11.1.1.1:9091", 1);
		assertThat(this.factory.continuum(one.build(), weights).spec())
			.isEqualTo(this.factory.continuum(other.build(), weights).spec());
	}

	@Test
	void aHashThatTheAlgorithmDoesNotTakeIsNamed() {
		PoolSettings settings = pool("libketama").hash("sha1").node(node("x")).build();
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> this.factory.continuum(settings, Map.of("x", 1)))
			.withMessageContaining("Hash 'sha1' does not go with continuum algorithm 'libketama', must be md5");
	}

}
