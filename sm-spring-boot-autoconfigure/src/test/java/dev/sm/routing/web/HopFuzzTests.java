package dev.sm.routing.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import dev.sm.routing.key.RequestKey;
import dev.sm.routing.web.HopMarks.Bound;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage in the marks of forwarded requests, and in where a key is looked for.
 */
public class HopFuzzTests {

	private static final Bound BOUND = new Bound("p2", "orders", "7", "GET", "/carts/1?a=b");

	@TestFactory
	Stream<DynamicTest> marks() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		HopMarks marks = new HopMarks(() -> List.of("a secret of participants"));
		String mark = String.valueOf(marks.mark(new Hop(2, 41), BOUND));
		return List.of(FuzzTarget.text("hop", Set.of(), (text) -> {
			if (!text.equals(mark)) {
				assertThat(marks.read(text, BOUND)).isEqualTo(Hop.NONE);
			}
		}, mark, "1.1.x", "..", "-1.-1."),
				FuzzTarget.text("where a key is", Set.of(IllegalArgumentException.class), RequestKey::parse, "path",
						"path:2", "path:name", "header:X-Key", "param:k", "#{header('a') + path()}"));
	}

}
