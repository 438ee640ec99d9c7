package dev.sm.manager;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage where the documents of a service should be.
 */
public class DocumentFuzzTests {

	private static final Set<Class<? extends Throwable>> REFUSED = Set.of(CorruptDocumentException.class);

	@TestFactory
	Stream<DynamicTest> documents() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		return List.of(
				document("assignment", AssignmentDocument::decode, AssignmentDocument::encode, "v1\ts7",
						"v1\ts7\nO\ta\t5\nP\tb\t0\nD\tc\t7", "v1\ts7\nP\tb\t0\tstandby\nO\ta\t5\t4",
						"v1\ts7\nD\ta\t5\tp2\ts9\t6"),
				document("status", StatusDocument::decode, StatusDocument::encode, "v1\ts7\t12",
						"v1\ts7\t12\nH\ta\t5\t1.5\nA\tb\t6\tNaN\nD\tc\t7\tcpu=1.0;load=2.0\nP\td\nQ\te\tbroke\\n"),
				document("participant", Registration::decode, Registration::encode,
						"v1\ts7\t=http://h:1\tz\\t1\t1.5\t=3\ttrue\ta\tb\nseen-epoch\t5\nreads\tv2",
						"v1\ts7\t\t\t1.0\t\tfalse"),
				document("report", ReportDocument::decode, ReportDocument::encode, "v1", "v1\na\tno room\nb\tpinned"),
				document("state", StateDocument::decode, StateDocument::encode, "v1\t5\tAAAA", "v1\t5\t"),
				document("spec", (text) -> Wishes.readSpec("s1", text), Wishes::spec, "v1\t=task\t2.5\t=p1\tg\t2\ta\tb",
						"v1\t\t1.0\t\t\t0"),
				FuzzTarget.text("head", REFUSED, (text) -> ChunkHead.read(text).document(List.of()),
						"v2\ts7\t12\nb\t0123456789abcdef01234567", "v2\ts7\nb0\tx\nb10\t\nb11\ty"),
				FuzzTarget.text("move", REFUSED, Wishes::readMove, "v1\tp1"),
				FuzzTarget.text("epoch", REFUSED, Documents::readEpoch, "v1\t7"),
				FuzzTarget.text("controller", REFUSED, Documents::readController, "v1\ts7\tp1"));
	}

	/** What was read is the same after it was written and read again. */
	private static <T> FuzzTarget document(String name, Function<String, T> read, Function<T, String> write,
			String... corpus) {
		return FuzzTarget.text(name, REFUSED, (text) -> {
			String written = write.apply(read.apply(text));
			assertThat(write.apply(read.apply(written))).isEqualTo(written);
		}, corpus);
	}

}
