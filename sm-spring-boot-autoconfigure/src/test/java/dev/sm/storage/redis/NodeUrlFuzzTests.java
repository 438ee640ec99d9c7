package dev.sm.storage.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage where the URL of a node should be: refused, without telling the password.
 */
public class NodeUrlFuzzTests {

	private static final String PASSWORD = "hunter2";

	@TestFactory
	Stream<DynamicTest> urls() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		return List.of(FuzzTarget.text("URL of Redis", Set.of(), NodeUrlFuzzTests::read, "redis://localhost:6379",
				"rediss://user:" + PASSWORD + "@h:1/3", "redis://:" + PASSWORD + "@[::1]"));
	}

	private static void read(String url) {
		try {
			RedisUrl read = RedisUrl.of(new NodeConfig("n1", url, null, null, Duration.ofSeconds(1), null));
			assertThat(read.host()).isNotEmpty();
			assertThat(read.port()).isBetween(1, 65_535);
			assertThat(read.toString()).doesNotContain(PASSWORD);
		}
		catch (InvalidNodeException ex) {
			assertThat(ex).hasMessageNotContaining(PASSWORD);
		}
	}

}
