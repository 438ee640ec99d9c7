package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import dev.sm.storage.NodeRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage where a pool's documents, notes and records should be, and in keys.
 */
public class PoolDocumentFuzzTests {

	private static final Set<Class<? extends Throwable>> REFUSED = Set.of(IllegalArgumentException.class);

	@TestFactory
	Stream<DynamicTest> documents() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		PoolKeys keys = new PoolKeys("p:", "{}");
		return List.of(FuzzTarget.text("phase", REFUSED, (text) -> {
			Phase phase = PhaseDocument.parse(text);
			phase.view();
			assertThat(PhaseDocument.parse(PhaseDocument.format(phase))).isEqualTo(phase);
		}, "sm-phase 1\nm=3\nstep=RUN\nmode=ACTIVE\ncopying=true\nautomatic=false\nsweep=true\nstartedAt=1700000000000\n"
				+ "from.n1=100\nfrom.n2=1\nto.n1=0\nto.n2=5\n"), FuzzTarget.text("weights", REFUSED, (text) -> {
					var weights = WeightsDocument.parse(text);
					assertThat(WeightsDocument.parse(WeightsDocument.format(weights))).isEqualTo(weights);
				}, "sm-weights 1\nn1=100\nn2=0\n"),
				FuzzTarget.text("placement", Set.of(),
						(text) -> PlacementDocument.differences(text,
								"sm-placement 1\ncontinuum=jump\nhash=\nhash-tag={}\nkey-prefix=x\nnode.n1=n1 0\n"),
						"sm-placement 1\ncontinuum=weighted\nhash=\nhash-tag={}\nkey-prefix=\nnode.n1=n1\n"),
				FuzzTarget.text("confirmation", Set.of(), Confirmation::parse, "sm-participant 1 7 AWARE sm:p:a:1"),
				FuzzTarget.bytes("load note", Set.of(), (bytes) -> {
					LoadNote note = LoadNote.parse(bytes);
					if (note != null) {
						note.due(new byte[3], 5, 1.5, 0.5);
					}
				}, "6a5c.12 30 500 x".getBytes(StandardCharsets.US_ASCII)),
				FuzzTarget.text("node record", REFUSED, (text) -> {
					NodeRecord record = NodeRecord.parse(text);
					assertThat(NodeRecord.parse(record.format())).isEqualTo(record);
				}, "7 RUN abc", "0 PREP "), FuzzTarget.text("key", REFUSED, (text) -> {
					byte[] stored = keys.stored(text);
					keys.placed(stored);
					assertThat(keys.user(stored)).isEqualTo(text);
				}, "a{b}c", "{}", "user:1"), FuzzTarget.bytes("key found", Set.of(), (bytes) -> {
					keys.placedFound(bytes);
					keys.user(bytes);
				}, "p:a".getBytes(StandardCharsets.UTF_8), "sm:lease:p:{a}".getBytes(StandardCharsets.UTF_8)));
	}

}
