package dev.sm.continuum;

import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What ShardedKV's continua answered: Algorithm::ConsistentHash::Ketama and
 * StaticMapping.
 */
class ShardedKvVectorTests {

	private static final ContinuumSpec TWO = ContinuumSpec.of("sharded-kv").with("shard1", 100).with("shard2", 150);

	private static final ContinuumSpec THREE = ContinuumSpec.of("sharded-kv")
		.with("server1", 100)
		.with("server2", 150)
		.with("server3", 200);

	@Test
	void theKeysOfItsOwnTest() {
		Continuum continuum = Continuum.of(ContinuumSpec.of("sharded-kv")
			.with("localhost:1001", 100)
			.with("localhost:1002", 200)
			.with("localhost:1003", 400));
		for (String[] row : Vectors.rows("sharded-kv/t002_keys.tsv")) {
			assertThat(Vectors.why(continuum, row[0], "hash")).isEqualTo(row[1]);
			assertThat(continuum.nodeFor(row[0])).isEqualTo(row[2]);
		}
		assertThat(Vectors.counts(continuum, 10_000, (i) -> "key" + i))
			.isEqualTo(Map.of("localhost:1001", 1289, "localhost:1002", 3059, "localhost:1003", 5652));
	}

	@Test
	void theHashZeroLeadsToTheLastPoint() {
		ContinuumSpec spec = ContinuumSpec.of("sharded-kv").with("r01", 100).with("r02", 100);
		Continuum right = Continuum.of(new ContinuumSpec("libketama", spec.nodes(), null, null));
		for (String[] row : Vectors.rows("sharded-kv/hashfunc_quirk.tsv")) {
			byte[] key = HexFormat.of().parseHex(row[0]);
			assertThat(Continuum.of(spec).nodeFor(key)).isEqualTo(row[2]);
			assertThat(right.nodeFor(key)).isEqualTo(row[3]);
		}
		assertThat(ContinuumDiff.between(right, Continuum.of(spec)).share()).isEqualTo(0x1p-32);
	}

	@Test
	void tenEqualBuckets() {
		ContinuumSpec spec = ContinuumSpec.of("sharded-kv");
		for (int i = 1; i <= 10; i++) {
			spec = spec.with("server" + i, 1);
		}
		assertThat(Vectors.counts(Continuum.of(spec), 100_000, (i) -> "foo" + i))
			.isEqualTo(Map.of("server1", 8699, "server2", 10885, "server3", 9980, "server4", 10237, "server5", 9099,
					"server6", 10997, "server7", 10365, "server8", 10380, "server9", 9896, "server10", 9462));
	}

	@ParameterizedTest
	@CsvSource({ "foo,shard1,3675831724", "bar,shard2,421377335", "baz,shard1,2768240243", "key0,shard2,4060279841",
			"key1,shard1,", "key2,shard1,", "key3,shard2,", "user:1,shard1,", "user:42,shard2,417323606" })
	void twoBuckets(String key, String shard, String hash) {
		Continuum continuum = Continuum.of(TWO);
		assertThat(continuum.nodeFor(key)).isEqualTo(shard);
		if (hash != null) {
			assertThat(Vectors.why(continuum, key, "hash")).isEqualTo(hash);
		}
		assertThat(Vectors.counts(continuum, 10_000, (i) -> "key" + i))
			.isEqualTo(Map.of("shard1", 4281, "shard2", 5719));
	}

	@Test
	void threeBucketsAndOneMore() {
		assertThat(Vectors.counts(Continuum.of(THREE), 10_000, (i) -> "key" + i))
			.isEqualTo(Map.of("server1", 2057, "server2", 3607, "server3", 4336));
		Continuum four = Continuum.of(THREE.with("server4", 120));
		assertThat(Vectors.counts(four, 10_000, (i) -> "key" + i))
			.isEqualTo(Map.of("server1", 1651, "server2", 2883, "server3", 3520, "server4", 1946));
		assertThat(four.nodeFor("bar")).isEqualTo("server2");
		assertThat(four.nodeFor("user:1")).isEqualTo("server4");
	}

	@Test
	void aWeightMayGetNoPoint() {
		Continuum continuum = Continuum
			.of(ContinuumSpec.of("sharded-kv").with("server1", 10).with("server2", 1000).with("server3", 200));
		assertThat(continuum.shares().get("server1")).isZero();
		assertThat(Vectors.why(continuum, "foo", "points")).isEqualTo("472");
		assertThat(continuum.nodesFor("foo", 3)).containsExactlyInAnyOrder("server2", "server3");
	}

	@ParameterizedTest
	@CsvSource({ "abcd,609,shard3", "foobar,870,shard4", "AAAA,321,shard2", "0000,48,shard1", "ab,0,shard1",
			"'',0,shard1" })
	void staticMapping(String key, String slot, String shard) {
		ContinuumSpec spec = ContinuumSpec.of("static");
		for (int i = 1; i <= 4; i++) {
			spec = spec.with("shard" + i, 256);
		}
		assertThat(Continuum.of(spec).nodeFor(key)).isEqualTo(shard);
		assertThat(Vectors.why(Continuum.of(spec), key, "slot")).isEqualTo(slot);
		Continuum byBits = Continuum.of(Vectors.equal("static", "shard1", "shard2", "shard3", "shard4").hash("10"));
		assertThat(byBits.nodeFor(key)).isEqualTo(shard);
	}

	@Test
	void staticMappingNeedsAPowerOfTwo() {
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(Vectors.equal("static", "a", "b", "c")))
			.withMessageContaining("add up to 3, must be a power of two");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Continuum.of(Vectors.equal("static", "a", "b").hash("33")))
			.withMessageContaining("1 to 32");
	}

}
