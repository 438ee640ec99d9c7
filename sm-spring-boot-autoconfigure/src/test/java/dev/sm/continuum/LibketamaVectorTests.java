package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What RJ/ketama's own test program and its Python tests say.
 */
class LibketamaVectorTests {

	private static final ContinuumSpec SPEC = servers();

	private static ContinuumSpec servers() {
		ContinuumSpec spec = ContinuumSpec.of("libketama");
		for (String[] row : Vectors.rows("libketama/ketama.servers")) {
			spec = spec.with(row[0], Integer.parseInt(row[1]));
		}
		return spec;
	}

	@Test
	void aMillionKeysHaveTheHashPointAndServerOfTheOriginal() {
		SegmentContinuum continuum = (SegmentContinuum) Continuum.of(SPEC);
		StringBuilder lines = new StringBuilder("\n");
		Map<String, String> why = new LinkedHashMap<>();
		for (int i = 0; i < 1_000_000; i++) {
			byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
			continuum.describe(Md5.first(key, 0, key.length), why);
			lines.append(why.get("hash")).append(' ').append(why.get("point")).append(' ');
			lines.append(continuum.nodeFor(key)).append('\n');
		}
		assertThat(Vectors.digest("MD5", lines.toString())).isEqualTo("5672b131391f5aa2b280936aec1eea74");
	}

	@Test
	void sampledKeysAgree() {
		Continuum continuum = Continuum.of(SPEC);
		for (String[] row : Vectors.rows("libketama/sample.tsv")) {
			assertThat(Vectors.why(continuum, row[0], "hash")).isEqualTo(row[1]);
			assertThat(Vectors.why(continuum, row[0], "point")).isEqualTo(row[2]);
			assertThat(continuum.nodeFor(row[0])).isEqualTo(row[3]);
		}
	}

	@Test
	void sharesAreTheArcsOfTheRing() {
		Map<String, Double> arcs = new LinkedHashMap<>();
		SPEC.nodes().keySet().forEach((node) -> arcs.put(node, 0.0));
		long before = -1;
		String first = "";
		for (String[] row : Vectors.rows("libketama/ring.points.tsv")) {
			first = first.isEmpty() ? row[1] : first;
			arcs.merge(row[1], (Long.parseLong(row[0]) - before) / 0x1p32, Double::sum);
			before = Long.parseLong(row[0]);
		}
		arcs.merge(first, (0xffffffffL - before) / 0x1p32, Double::sum);
		Continuum.of(SPEC)
			.shares()
			.forEach((node, share) -> assertThat(share).as(node)
				.isCloseTo(arcs.get(node), org.assertj.core.data.Offset.offset(1e-12)));
	}

	@Test
	void theTestsOfThePythonModuleAgree() {
		Continuum continuum = Continuum
			.of(ContinuumSpec.of("libketama").with("127.0.0.1:11211", 600).with("127.0.0.1:11212", 400));
		assertThat(Vectors.why(continuum, "test", "hash")).isEqualTo("3446378249");
		assertThat(Vectors.why(continuum, "test", "point")).isEqualTo("3454255383");
		assertThat(Vectors.why(continuum, "test", "points")).isEqualTo("320");
		assertThat(continuum.nodeFor("test")).isEqualTo("127.0.0.1:11211");
	}

}
