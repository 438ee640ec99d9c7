package dev.sm.continuum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds users' keys where they are. If this fails, a change moves keys that are stored
 * already: the change is wrong, not the file.
 */
class WeightedGoldenTests {

	private static final List<String> LINES = read();

	@Test
	void everyKeyIsWhereItWas() {
		int checked = 0;
		Continuum continuum = null;
		for (String line : LINES) {
			String[] columns = line.split("\t", -1);
			if (columns[0].equals("spec")) {
				continuum = Continuum.of(spec(columns[1]));
				continue;
			}
			assertThat(continuum).isNotNull();
			assertThat(String.join(",", continuum.nodesFor(columns[0], 3))).as("key '%s' of %s", columns[0], continuum)
				.isEqualTo(columns[1]);
			assertThat(columns[1].split(",")[0]).isEqualTo(continuum.nodeFor(columns[0]));
			checked++;
		}
		assertThat(checked).isEqualTo(6000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "key", "ключ", "🍣/å" })
	void stringIsPlacedByItsUtf8Bytes(String key) {
		Continuum continuum = Continuum.of(spec("n1=100,n2=150,n3=120"));
		assertThat(continuum.nodeFor(key)).isEqualTo(continuum.nodeFor(key.getBytes(StandardCharsets.UTF_8)));
	}

	private static ContinuumSpec spec(String text) {
		Map<String, Integer> nodes = new LinkedHashMap<>();
		for (String node : text.split(",")) {
			int equals = node.lastIndexOf('=');
			nodes.put(node.substring(0, equals), Integer.parseInt(node.substring(equals + 1)));
		}
		return new ContinuumSpec("weighted", nodes, null, null);
	}

	private static List<String> read() {
		try (InputStream file = WeightedGoldenTests.class.getResourceAsStream("/vectors/continuum/weighted.tsv")) {
			assertThat(file).isNotNull();
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException("weighted.tsv cannot be read", ex);
		}
	}

}
