package dev.sm.coordination.consul;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.coordination.CoordinationException;
import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage where an answer of Consul should be.
 */
public class ConsulAnswerFuzzTests {

	private static final Set<Class<? extends Throwable>> REFUSED = Set.of(CoordinationException.class);

	private static final String ENTRY = "{\"LockIndex\":0,\"Key\":\"sm/a,2eb\",\"Flags\":0,\"Value\":\"dg==\","
			+ "\"CreateIndex\":3,\"ModifyIndex\":5,\"Session\":\"d0a9b9c1-0000-4000-8000-000000000000\"}";

	@TestFactory
	Stream<DynamicTest> answers() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		return List.of(answer("keys of Consul", (answer) -> ConsulJson.entries(answer, "/sm"), "[" + ENTRY + "]",
				"[" + ENTRY + ",null,{}]", "[]", "null"), answer("transaction of Consul", (answer) -> {
					ConsulJson.Outcome outcome = ConsulJson.outcome(answer);
					outcome.revision();
					outcome.failures().forEach((failure) -> failure.says("x"));
				}, "{\"Results\":[{\"KV\":" + ENTRY + "}],\"Errors\":null}",
						"{\"Results\":null,\"Errors\":[{\"OpIndex\":0,\"What\":\"lock is already held\"}]}",
						"{\"Results\":[null],\"Errors\":[null]}"),
				answer("session of Consul", ConsulJson::sessionId, "{\"ID\":\"d0a9b9c1-0000-4000-8000-000000000000\"}"),
				FuzzTarget.text("key of Consul", Set.of(IllegalArgumentException.class), (text) -> {
					String key = ConsulKeys.decode(text);
					assertThat(ConsulKeys.decode(ConsulKeys.encode(key))).isEqualTo(key);
				}, "sm/a,2eb", "sm/,c3,a9"));
	}

	private static FuzzTarget answer(String name, java.util.function.Consumer<ConsulAnswer> reader, String... corpus) {
		return FuzzTarget.bytes(name, REFUSED, (bytes) -> reader.accept(new ConsulAnswer(200, 5, bytes)),
				Stream.of(corpus).map((text) -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
	}

}
