package dev.sm.continuum;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ContinuumDiffTests {

	private static final int KEYS = 100_000;

	@Test
	void sameContinuumMovesNothing() {
		Continuum continuum = Continuum.of(spec("weighted", "a=1,b=2"));
		assertThat(ContinuumDiff.between(continuum, continuum)).isEqualTo(new ContinuumDiff(0, List.of()));
	}

	@Test
	void nodeThatComesTakesExactlyItsShare() {
		Continuum before = Continuum.of(spec("weighted", "a=1,b=2"));
		Continuum after = Continuum.of(spec("weighted", "a=1,b=2,c=3"));
		ContinuumDiff diff = ContinuumDiff.between(before, after);
		assertThat(diff.moves()).extracting(ContinuumDiff.Move::to).containsExactly("c", "c");
		assertThat(diff.share()).isCloseTo(after.shares().getOrDefault("c", 0.0), within(1e-12));
	}

	@Test
	void largestMoveComesFirst() {
		ContinuumDiff diff = ContinuumDiff.between(Continuum.of(spec("jump", "a=1,b=5,c=1")),
				Continuum.of(spec("jump", "a=1,b=5,c=1,d=1")));
		assertThat(diff.moves()).extracting(ContinuumDiff.Move::from).containsExactly("b", "a", "c");
	}

	@Test
	void rangesOfAStaticMappingAreCompared() {
		ContinuumDiff diff = ContinuumDiff.between(Continuum.of(spec("static", "a=2,b=2")),
				Continuum.of(spec("static", "a=1,b=2,c=1")));
		assertThat(diff).isEqualTo(new ContinuumDiff(0.5,
				List.of(new ContinuumDiff.Move("a", "b", 0.25), new ContinuumDiff.Move("b", "c", 0.25))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "weighted;a=3,b=2,c=1;weighted;b=2,c=4,d=1", "jump;a=3,b=2;jump;a=3,b=2,c=2",
			"jump;a=3,b=2,c=2;jump;a=3,b=1", "jump;a=1,b=1;jump;b=1,a=1", "jump;a=2,b=1;weighted;a=1,b=1,c=1",
			"weighted;a=2,b=1;jump;a=1,c=1", "libketama;a=3,b=2,c=1;libketama;a=3,b=2,c=1,d=2",
			"sharded-kv;a=10,b=1000,c=200;libketama;a=1,b=1,c=1",
			"twemproxy-ketama;a=1,b=2;spymemcached-ketama;a=2,b=1", "redis-cluster;a=1,b=1,c=1;redis-cluster;a=1,b=1",
			"dynamic-sharding;a=1,b=1;dynamic-sharding;a=1,c=1", "redis-cluster;a=1,b=1;libketama;a=1,b=1",
			"static;a=1;weighted;a=1,b=1" })
	void movesAreWhatKeysDo(String fromAlgorithm, String from, String toAlgorithm, String to) {
		Continuum before = Continuum.of(spec(fromAlgorithm, from));
		Continuum after = Continuum.of(spec(toAlgorithm, to));
		Map<String, Double> seen = new HashMap<>();
		for (int i = 0; i < KEYS; i++) {
			String source = before.nodeFor("key" + i);
			String target = after.nodeFor("key" + i);
			if (!source.equals(target)) {
				seen.merge(source + ">" + target, 1.0 / KEYS, Double::sum);
			}
		}
		ContinuumDiff diff = ContinuumDiff.between(before, after);
		assertThat(diff.moves()).hasSameSizeAs(seen.keySet())
			.allSatisfy((move) -> assertThat(seen.get(move.from() + ">" + move.to())).as("%s", move)
				.isCloseTo(move.share(), within(0.008)));
	}

	private static ContinuumSpec spec(String algorithm, String nodes) {
		ContinuumSpec spec = ContinuumSpec.of(algorithm);
		for (String node : nodes.split(",")) {
			String[] parts = node.split("=");
			spec = spec.with(parts[0], Integer.parseInt(parts[1]));
		}
		return spec;
	}

}
