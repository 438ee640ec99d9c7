package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What twemproxy's own tests say, and what nutcracker 0.5.0 did with keys.
 */
class TwemproxyVectorTests {

	private static final ContinuumSpec WEIGHTED = ContinuumSpec.of("twemproxy-ketama")
		.with("alpha", 1)
		.with("beta", 2)
		.with("gamma", 4);

	private static void assertAgrees(String file, ContinuumSpec spec) {
		Continuum continuum = Continuum.of(spec);
		List<String> nodes = new ArrayList<>(spec.nodes().keySet());
		for (String[] row : Vectors.rows("twemproxy/nutcracker-0.5.0_ketama_" + file + ".tsv")) {
			assertThat(continuum.nodeFor(row[0])).as(row[0]).isEqualTo(nodes.get(Integer.parseInt(row[1])));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "md5", "fnv1a_64", "crc32a", "murmur" })
	void weightedServers(String hash) {
		assertAgrees(hash + "_w124", WEIGHTED.hash(hash));
	}

	@Test
	void serversWithoutNames() {
		assertAgrees("fnv1a_64_equal_hostport",
				Vectors.equal("twemproxy-ketama", "127.0.0.1:17001", "127.0.0.1:17002", "127.0.0.1:17003")
					.hash("fnv1a_64"));
	}

	@Test
	void hashTags() {
		assertAgrees("fnv1a_64_hashtag",
				Vectors.equal("twemproxy-ketama", "alpha", "beta", "gamma").hash("fnv1a_64").hashTag("{}"));
	}

	@Test
	void allHashesOfAnyBytes() {
		List<String> nodes = List.of("alpha", "beta", "gamma");
		String[] hashes = { "one_at_a_time", "md5", "crc16", "crc32", "crc32a", "fnv1_64", "fnv1a_64", "fnv1_32",
				"fnv1a_32", "hsieh", "murmur", "jenkins" };
		for (int i = 0; i < hashes.length; i++) {
			Continuum continuum = Continuum.of(WEIGHTED.hash(hashes[i]));
			for (String[] row : Vectors.rows("twemproxy/nutcracker-0.5.0_ketama_binary_keys.tsv")) {
				assertThat(continuum.nodeFor(HexFormat.of().parseHex(row[0]))).as(hashes[i] + " of " + row[0])
					.isEqualTo(nodes.get(Integer.parseInt(row[1 + i])));
			}
		}
	}

	@Test
	void oddWeightsOfWhichSomeGetNoPoint() {
		int[] weights = { 3, 17, 5, 1000, 1, 8, 250 };
		ContinuumSpec spec = ContinuumSpec.of("twemproxy-ketama");
		for (int i = 0; i < weights.length; i++) {
			spec = spec.with("node-" + "x".repeat(i) + i, weights[i]);
		}
		assertBinary("md5_odd_weights", Continuum.of(spec));
		assertThat(Continuum.of(spec).shares().values()).contains(0.0);
	}

	@Test
	void otherHashTags() {
		assertBinary("fnv1a_64_other_tag", Continuum.of(WEIGHTED.hash("fnv1a_64").hashTag("<>")));
	}

	private static void assertBinary(String file, Continuum continuum) {
		List<String> nodes = new ArrayList<>(continuum.spec().nodes().keySet());
		for (String[] row : Vectors.rows("twemproxy/nutcracker-0.5.0_ketama_" + file + ".tsv")) {
			assertThat(continuum.nodeFor(HexFormat.of().parseHex(row[0]))).as(row[0])
				.isEqualTo(nodes.get(Integer.parseInt(row[1])));
		}
	}

	@ParameterizedTest
	@CsvSource({ "one_at_a_time,2297466611", "md5,3195025439", "crc16,3662830516", "crc32,10542", "crc32a,2838417488",
			"fnv1_32,67176023", "fnv1a_32,280767167", "fnv1_64,473199127", "fnv1a_64,1488911807", "hsieh,3738850110",
			"jenkins,1442444624", "murmur,4142305122" })
	void theHashesOfApple(String hash, String value) {
		assertThat(Vectors.why(Continuum.of(WEIGHTED.hash(hash)), "apple", "hash")).isEqualTo(value);
	}

	@Test
	void thePointsOfALabel() {
		byte[] label = "server1-8".getBytes(StandardCharsets.UTF_8);
		byte[] digest = Md5.digest(label, 0, label.length);
		assertThat(Md5.word(digest, 0)).isEqualTo(3853726576L);
		assertThat(Md5.word(digest, 3)).isEqualTo(2667054752L);
	}

	@Test
	void theHashIsOneOfTwelve() {
		assertThat(CompatibleHash.TWEMPROXY).hasSize(12);
		assertThatIllegalArgumentException().isThrownBy(() -> Continuum.of(WEIGHTED.hash("sha1")))
			.withMessageContaining("'sha1'")
			.withMessageContaining("twemproxy-ketama")
			.withMessageContaining("crc16, crc32, crc32a, fnv1_32");
	}

}
