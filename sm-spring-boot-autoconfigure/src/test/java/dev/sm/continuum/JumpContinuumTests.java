package dev.sm.continuum;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JumpContinuumTests {

	private static final ContinuumSpec FOUR = ContinuumSpec.of("jump")
		.with("n1", 1)
		.with("n2", 2)
		.with("n3", 0)
		.with("n4", 3);

	@Test
	void sharesAreTheWeights() {
		assertThat(Continuum.of(FOUR).shares())
			.containsExactlyInAnyOrderEntriesOf(Map.of("n1", 1 / 6.0, "n2", 2 / 6.0, "n3", 0.0, "n4", 3 / 6.0));
	}

	@Test
	void nodeAddedAtTheEndOnlyTakes() {
		Continuum before = Continuum.of(FOUR);
		Continuum after = Continuum.of(FOUR.with("n5", 2));
		for (int i = 0; i < 10_000; i++) {
			assertThat(after.nodeFor("key" + i)).isIn(before.nodeFor("key" + i), "n5");
		}
	}

	@Test
	void nodesForAreDistinctAndBeginWithTheNode() {
		Continuum continuum = Continuum.of(FOUR);
		for (int i = 0; i < 1000; i++) {
			assertThat(continuum.nodesFor("key" + i, 9)).containsExactlyInAnyOrder("n1", "n2", "n4")
				.startsWith(continuum.nodeFor("key" + i));
		}
	}

	@Test
	void placementIsExplained() {
		Explanation explanation = Continuum.of(FOUR).explain("key");
		assertThat(explanation.node()).isEqualTo(Continuum.of(FOUR).nodeFor("key"));
		assertThat(explanation.why()).containsOnlyKeys("algorithm", "hash", "bucket", "buckets")
			.containsEntry("buckets", "6");
	}

	// what the Perl and Go programs answer, which use SipHash with a key of zeros
	@ParameterizedTest
	@CsvSource({ "foo,5", "bar,3", "baz,4", "key0,1", "key1,6", "key2,3" })
	void siphashLeadsToTheKnownBucketOfTen(String key, String bucket) {
		ContinuumSpec spec = ContinuumSpec.of("jump").hash("siphash_2_4").with("all", 10);
		assertThat(Continuum.of(spec).explain(key).why()).containsEntry("bucket", bucket);
	}

	@Test
	void tooManyBucketsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Continuum.of(ContinuumSpec.of("jump").with("n1", 1_000_000).with("n2", 1)))
			.withMessageContaining("add up to 1000001, must be at most 1000000");
	}

	@Test
	void unknownHashIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(FOUR.hash("sha1")))
			.withMessage(
					"Hash 'sha1' of continuum algorithm 'jump' is unknown, must be xxh3_64, siphash_2_4 or fnv1a_64");
	}

	@Test
	void noNodesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(ContinuumSpec.of("jump")))
			.withMessageContaining("no nodes");
	}

}
