package dev.sm.continuum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other programs' jump hashes answered.
 */
class JumpVectorTests {

	@Test
	void bucketsAreThoseOfGuava() {
		JsonNode golden = read("guava_golden.json");
		golden.get("n100")
			.properties()
			.forEach((row) -> assertThat(JumpHash.bucket(Long.parseLong(row.getKey()), 100))
				.isEqualTo(row.getValue().asInt()));
		golden.get("others")
			.forEach((row) -> assertThat(JumpHash.bucket(row.get(0).asLong(), row.get(1).asInt()))
				.isEqualTo(row.get(2).asInt()));
	}

	@Test
	void replicasAreThoseOfCarbonRelay() {
		JsonNode golden = read("carbon_c_relay_replicas.json");
		JumpBuckets buckets = JumpBuckets.of(1, 1, 1, 1, 1, 1, 1, 1);
		golden.get("expected")
			.properties()
			.forEach((row) -> assertThat(buckets.owners(fnv1a(row.getKey()), 2)).as(row.getKey())
				.containsExactly(row.getValue().get(0).asInt(), row.getValue().get(1).asInt()));
	}

	@ParameterizedTest
	@MethodSource("shardedKv")
	void keysAreWhereShardedKvPutsThem(JsonNode row) {
		ContinuumSpec spec = ContinuumSpec.of("jump").hash("siphash_2_4");
		for (int i = 0; i < row.get("ids").size(); i++) {
			spec = spec.with(row.get("ids").get(i).asString(), row.get("weights").get(i).asInt());
		}
		Continuum continuum = Continuum.of(spec);
		Map<String, Integer> counts = new TreeMap<>();
		for (int i = 0; i < 10_000; i++) {
			counts.merge(continuum.nodeFor("key" + i), 1, Integer::sum);
		}
		Map<String, Integer> expected = new TreeMap<>();
		row.get("counts").properties().forEach((count) -> expected.put(count.getKey(), count.getValue().asInt()));
		assertThat(counts).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "4,c6ed4e267a3b8c6c58f0ad087afeb1532c805817abc0b36c7979bae3372fb61d",
			"8,9b5e90d3981c78d30785e2be13eb49469f7313dcfe9c915544441dfa8d40a38b",
			"100,c644389f5673d9a7f69a44efd22776a9cc12b2af0f8cecd4c793ce25474b29d9" })
	void digestOfTenThousandBucketsIsThatOfShardedKv(int buckets, String digest) throws NoSuchAlgorithmException {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < 10_000; i++) {
			byte[] key = ("key" + i).getBytes(StandardCharsets.UTF_8);
			lines.append("key" + i + "\t" + JumpHash.bucket(SipHash.hash(key, 0, key.length), buckets) + "\n");
		}
		byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8));
		assertThat(HexFormat.of().formatHex(sha256)).isEqualTo(digest);
	}

	static Stream<JsonNode> shardedKv() {
		return read("shardedkv_continuum_jump.json").get("cases").valueStream();
	}

	private static JsonNode read(String name) {
		try (InputStream file = JumpVectorTests.class.getResourceAsStream("/vectors/jump/" + name)) {
			return JsonMapper.shared().readTree(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(name + " cannot be read", ex);
		}
	}

	private static long fnv1a(String key) {
		long hash = 0xcbf29ce484222325L;
		for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
			hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
		}
		return hash;
	}

}
