package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests of libmemcached, spymemcached and xmemcached say.
 */
class MemcachedVectorTests {

	private static final int[] WEIGHTS = { 600, 300, 200, 350, 1000, 800, 950, 100 };

	private static ContinuumSpec eight(String algorithm, String prefix, String port) {
		ContinuumSpec spec = ContinuumSpec.of(algorithm);
		for (int i = 0; i < WEIGHTS.length; i++) {
			spec = spec.with(prefix + "10.0.1." + (i + 1) + port, WEIGHTS[i]);
		}
		return spec;
	}

	@ParameterizedTest
	@ValueSource(strings = { ":11211", "" })
	void libmemcachedWeighted(String port) {
		Continuum continuum = Continuum.of(eight("libmemcached-ketama", "", port));
		for (String[] row : Vectors.rows("libmemcached/ketama_weighted.tsv")) {
			assertThat(Vectors.why(continuum, row[0], "hash")).isEqualTo(row[1]);
			assertThat(Vectors.why(continuum, row[0], "point")).isEqualTo(row[2]);
			assertThat(continuum.nodeFor(row[0])).isEqualTo(row[3] + port);
		}
	}

	@Test
	void libmemcachedAsSpymemcached() {
		Continuum continuum = Continuum.of(eight("libmemcached-ketama", "/", ":11211"));
		for (String[] row : Vectors.rows("libmemcached/ketama_spy.tsv")) {
			assertThat(Vectors.why(continuum, row[0], "point")).isEqualTo(row[2]);
			assertThat(continuum.nodeFor(row[0])).isEqualTo("/" + row[3] + ":11211");
		}
	}

	@Test
	void libmemcachedBeyondTheLastPoint() {
		Continuum continuum = Continuum.of(eight("libmemcached-ketama", "", ""));
		assertThat(Vectors.why(continuum, "VDEAAAAA", "hash")).isEqualTo("4294758837");
		assertThat(Vectors.why(continuum, "VDEAAAAA", "points")).isEqualTo("1264");
		assertThat(Long.parseLong(Vectors.why(continuum, "VDEAAAAA", "point"))).isLessThan(10_000_000);
	}

	@Test
	void theHashesOfLibmemcached() {
		JsonNode hashes = JsonMapper.shared()
			.readTree(Vectors.class.getResourceAsStream("/vectors/libmemcached/hashes.json"));
		Map<String, String> names = Map.of("crc", "crc32", "murmur3", "");
		hashes.get("output").properties().forEach((output) -> {
			String name = names.getOrDefault(output.getKey(), output.getKey());
			for (int i = 0; i < output.getValue().size() && !name.isEmpty(); i++) {
				byte[] key = hashes.get("input").get(i).asString().getBytes(StandardCharsets.UTF_8);
				assertThat(CompatibleHash.TWEMPROXY.get(name).function().hash(key, 0, key.length)).as(name)
					.isEqualTo(output.getValue().get(i).asLong());
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "testLibKetamaCompatTwo", "testLibKetamaCompatThree" })
	void spymemcachedWithEqualServers(String file) {
		ContinuumSpec spec = ContinuumSpec.of("spymemcached-ketama");
		for (int i = 1; i <= 8; i++) {
			spec = spec.with("10.0.1." + i + ":11211", 1);
		}
		Continuum continuum = Continuum.of(spec);
		for (String[] row : Vectors.rows("spymemcached/" + file + ".tsv")) {
			assertThat(continuum.nodeFor(row[0])).as(row[0]).isEqualTo(row[1]);
		}
	}

	@Test
	void spymemcachedWithWeights() {
		Continuum continuum = Continuum
			.of(ContinuumSpec.of("spymemcached-ketama").with("localhost", 8).with("localhost:11212", 8));
		for (String[] row : Vectors.rows("spymemcached/testLibKetamaWeightedCompatLibmemcached.tsv")) {
			assertThat(continuum.nodeFor(row[0])).isEqualTo(row[1].endsWith("11211") ? "localhost" : "localhost:11212");
		}
	}

	@ParameterizedTest
	@CsvSource({ "4,,dustin,0", "4,,noelani,2", "4,,some other key,0", "4,,V5XS8C8N,3", "4,,8KR2DKR2,3",
			"4,,L9KH6X4X,3", "5,,dustin,0", "5,,noelani,2", "5,,some other key,4", "5,,36,2", "5,,10037,3",
			"5,,22051,1", "5,,49044,4", "5,fnv1a_32,dustin,2", "5,fnv1a_32,noelani,1", "5,fnv1a_32,some other key,4" })
	void spymemcachedOnOneMachine(int nodes, String hash, String key, int expected) {
		ContinuumSpec spec = ContinuumSpec.of("spymemcached-ketama");
		for (int i = 0; i < nodes; i++) {
			spec = spec.with("127.0.0.1:" + (10000 + i), 1);
		}
		spec = (hash != null) ? spec.hash(hash) : spec;
		assertThat(Continuum.of(spec).nodeFor(key)).isEqualTo("127.0.0.1:" + (10000 + expected));
	}

	@Test
	void theHashesOfSpymemcached() {
		assertSpy("md5", Map.of("26", 3979113294L, "1404", 2065000984L, "105106", 3986458246L));
		assertSpy("crc32", Map.of("Test1", 19315L, "Test4", 15129L, "UDATA:edevil@sapo.pt", 558L));
		assertSpy("fnv1_64",
				Map.of("", 2216829733L, " ", 2248259583L, "hello world!", 3111880380L, "wd:com.google ", 317734216L));
		assertSpy("fnv1a_64",
				Map.of("", 2216829733L, " ", 2248245631L, "hello world!", 3445237362L, "wd:com.google ", 476845874L));
		assertSpy("fnv1_32", Map.of("", 2166136261L, " ", 84696383L, "hello world!", 2315368860L));
		assertSpy("fnv1a_32", Map.of("", 2166136261L, " ", 621580159L, "hello world!", 2956263410L));
	}

	private static void assertSpy(String name, Map<String, Long> expected) {
		expected.forEach((key, hash) -> {
			byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
			assertThat(CompatibleHash.SPYMEMCACHED.get(name).function().hash(bytes, 0, bytes.length)).as(name + key)
				.isEqualTo(hash);
		});
	}

	@Test
	void xmemcachedAsGwhalin() {
		Continuum continuum = Continuum
			.of(Vectors.equal("spymemcached-ketama", "localhost:8080", "localhost:8081", "localhost:8082"));
		assertThat(List.of(continuum.nodeFor("a1"), continuum.nodeFor("a2"), continuum.nodeFor("a3")))
			.containsExactly("localhost:8081", "localhost:8082", "localhost:8080");
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:11211,127.0.0.1:11212,127.0.0.1:11213",
			"192.168.1.1:11211,192.168.1.2:11211,192.168.1.3:11211" })
	void nginxUpstreamConsistent(String a, String b, String c) {
		Continuum continuum = Continuum.of(Vectors.equal("libmemcached-ketama", a, b, c));
		for (String node : List.of(a, b, c)) {
			String label = node.replace(":11211", "");
			for (int i : new int[] { 0, 1, 39 }) {
				assertThat(continuum.nodeFor(label + "-" + i)).isEqualTo(node);
			}
		}
	}

}
