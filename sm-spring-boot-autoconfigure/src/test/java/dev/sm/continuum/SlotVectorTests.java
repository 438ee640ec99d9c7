package dev.sm.continuum;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Redis Cluster and dynamic-sharding answer.
 */
class SlotVectorTests {

	private static final ContinuumSpec MASTERS = Vectors.equal("redis-cluster", "a", "b", "c");

	private static final ContinuumSpec GATEWAYS = Vectors.equal("dynamic-sharding", "1.1.1.1:9091", "1.1.1.2:9091");

	@Test
	void everySlotOfRedisCluster() {
		Continuum continuum = Continuum.of(MASTERS);
		for (String[] row : Vectors.rows("redis-cluster/slot_table.tsv")) {
			assertThat(Vectors.why(continuum, row[1], "slot")).isEqualTo(row[0]);
			int slot = Integer.parseInt(row[0]);
			assertThat(continuum.nodeFor(row[1])).isEqualTo((slot <= 5460) ? "a" : (slot <= 10922) ? "b" : "c");
		}
	}

	@ParameterizedTest
	@CsvSource({ "{user1000}.following,3443", "{user1000}.followers,3443", "foo{}{bar},8363", "foo{{bar}}zap,4015",
			"foo{bar}{zap},5061", "{bar,4015", "bar,5061", "foo,12182", "123456789,12739", "'',0", "{},15257",
			"a}b{c},7365" })
	void hashTags(String key, String slot) {
		assertThat(Vectors.why(Continuum.of(MASTERS), key, "slot")).isEqualTo(slot);
	}

	@Test
	void weightsThatAddUpAreNumbersOfSlots() {
		Continuum continuum = Continuum
			.of(ContinuumSpec.of("redis-cluster").with("a", 1).with("b", 16_000).with("c", 383));
		assertThat(continuum.shares()).isEqualTo(Map.of("a", 1 / 16384.0, "b", 16_000 / 16384.0, "c", 383 / 16384.0));
		assertThat(Vectors.why(continuum, "foo", "range")).isEqualTo("1-16000");
	}

	@Test
	void allSlotsHaveAnOwnerWhateverTheWeights() {
		ContinuumSpec spec = ContinuumSpec.of("redis-cluster").with("large", 1_000_000);
		for (int i = 0; i < 20_000; i++) {
			spec = new ContinuumSpec(spec.algorithm(), append(spec.nodes(), i), null, null);
			i += 999;
		}
		assertThat(Continuum.of(spec).shares().values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1,
				org.assertj.core.data.Offset.offset(1e-12));
	}

	private static Map<String, Integer> append(Map<String, Integer> nodes, int from) {
		Map<String, Integer> more = new java.util.LinkedHashMap<>(nodes);
		for (int i = from; i < from + 1000; i++) {
			more.put("small" + i, 1);
		}
		return more;
	}

	@Test
	void theRingOfDynamicSharding() {
		Continuum two = Continuum.of(GATEWAYS);
		assertThat(Vectors.why(two, "/metrics/job/job_a", "hash")).isEqualTo("164303785");
		assertThat(List.of("/metrics/job/job_a", "/metrics/job/job_b", "/metrics/job/job_c",
				"/metrics/job/job_a/tag_a/value_a", "/metrics/job/job_a/tag_a/value_b"))
			.extracting(two::nodeFor)
			.extracting((node) -> node.substring(6, 7))
			.containsExactly("1", "1", "2", "1", "2");
		assertThat(Vectors.counts(two, 100_000, (i) -> "/metrics/job/job_" + i))
			.isEqualTo(Map.of("1.1.1.1:9091", 50118, "1.1.1.2:9091", 49882));
		assertThat(Vectors.sha256(two, 10_000, (i) -> "/metrics/job/job_" + i))
			.isEqualTo("4ad53425060a89a1a5259911ab674343a6553d964a430d2f7367f3b2e9e09d7f");
	}

	@Test
	void theRingOfDynamicShardingWithFour() {
		Continuum four = Continuum.of(GATEWAYS.with("1.1.1.3:9091", 100).with("1.1.1.4:9091", 7));
		assertThat(Vectors.counts(four, 100_000, (i) -> "/metrics/job/job_" + i)).isEqualTo(
				Map.of("1.1.1.1:9091", 25282, "1.1.1.2:9091", 24666, "1.1.1.3:9091", 25411, "1.1.1.4:9091", 24641));
		assertThat(Vectors.sha256(four, 10_000, (i) -> "/metrics/job/job_" + i))
			.isEqualTo("76ed4bbd788b1cb2249bdaa95e9165ec953533d3cf3aae13ccbd77f95cc69933");
		ContinuumDiff diff = ContinuumDiff.between(four, Continuum.of(four.spec().without("1.1.1.3:9091")));
		assertThat(diff.moves()).allSatisfy((move) -> assertThat(move.from()).isEqualTo("1.1.1.3:9091"));
	}

	@Test
	void theLaterNodeOfDynamicShardingHasWhatBothHave() {
		ContinuumSpec one = Vectors.equal("dynamic-sharding", "1.1.1.1:9091", "11.1.1.1:9091");
		ContinuumSpec other = Vectors.equal("dynamic-sharding", "11.1.1.1:9091", "1.1.1.1:9091");
		Continuum first = Continuum.of(one);
		Continuum second = Continuum.of(other);
		int differ = 0;
		for (int i = 0; i < 100_000; i++) {
			String key = "/metrics/job/job_" + i;
			differ += first.nodeFor(key).equals(second.nodeFor(key)) ? 0 : 1;
		}
		assertThat(differ).isEqualTo(7116);
	}

}
