package dev.sm.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a pool of an earlier version had in the store, byte for byte.
 */
class FormerPoolDocumentsTests {

	private final Map<String, String> former = read();

	@Test
	void weightsAreReadAndWrittenAsTheyWere() {
		Map<String, Integer> weights = WeightsDocument.parse(this.former.get("weights"));
		assertThat(weights).isEqualTo(Map.of("n1", 100, "n2", 150, "n3", 0));
		assertThat(WeightsDocument.format(weights)).isEqualTo(this.former.get("weights"));
	}

	@Test
	void phasesAreReadAndWrittenAsTheyWere() {
		List<String> phases = this.former.keySet().stream().filter((name) -> name.startsWith("phase ")).toList();
		assertThat(phases).hasSize(5);
		for (String phase : phases) {
			String text = this.former.get(phase);
			assertThat(PhaseDocument.format(PhaseDocument.parse(text))).as(phase).isEqualTo(text);
		}
		Phase turned = PhaseDocument.parse(this.former.get("phase turned"));
		assertThat(turned.view().aware()).isTrue();
		assertThat(turned.to()).isEqualTo(Map.of("n1", 100, "n2", 150, "n3", 0));
		assertThat(PhaseDocument.parse(this.former.get("phase finished")).sweep()).isTrue();
	}

	@Test
	void placementIsWhatTheSameSettingsHave() {
		PoolSettings same = PoolSettings.named("p")
			.algorithm("twemproxy-ketama")
			.hash("fnv1a_64")
			.hashTag("{}")
			.keyPrefix("app:")
			.node(NodeSettings.of("a", "memory:a", 1).label("alpha"))
			.node(NodeSettings.of("b", "memory:b", 2).label("beta"))
			.build();
		assertThat(PlacementDocument.format(same, List.of("a", "b"))).isEqualTo(this.former.get("placement"));
	}

	@Test
	void confirmationIsReadAndWrittenAsItWas() {
		String text = this.former.get("participant").strip();
		assertThat(Confirmation.parse(text)).isEqualTo(new Confirmation(1, false, "sm:default:p1:20f788b4"));
		assertThat(new Confirmation(1, false, "sm:default:p1:20f788b4").format()).isEqualTo(text);
	}

	/** Each document is a line {@code # NAME} and the lines of its value. */
	private static Map<String, String> read() {
		Map<String, String> documents = new TreeMap<>();
		try (InputStream in = FormerPoolDocumentsTests.class.getResourceAsStream("/former/pools.txt")) {
			String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
			for (String document : all.substring(2).split("(?m)^# ")) {
				String[] parts = document.split("\n", 2);
				documents.put(parts[0], parts[1]);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return documents;
	}

}
