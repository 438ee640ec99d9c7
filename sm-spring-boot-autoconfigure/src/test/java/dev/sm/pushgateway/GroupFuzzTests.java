package dev.sm.pushgateway;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage where a path of metrics or the ring of gateways should be.
 */
public class GroupFuzzTests {

	private static final Set<Class<? extends Throwable>> REFUSED = Set.of(IllegalArgumentException.class);

	@TestFactory
	Stream<DynamicTest> paths() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		return List.of(FuzzTarget.text("path of a group", REFUSED, (text) -> {
			GroupKey key = GroupKey.parse(text);
			assertThat(GroupKey.parse(key.path())).isEqualTo(key);
			assertThat(key.canonical()).startsWith("/metrics/job/");
		}, "/metrics/job/backup/instance/db1", "/metrics/job@base64/YQ/x@base64/=", "/metrics/job/a%2Fb/c/%20/"),
				FuzzTarget.text("ring of gateways", REFUSED, (text) -> {
					Ring ring = Ring.decode(text);
					assertThat(Ring.decode(ring.encode())).isEqualTo(ring);
				}, "pushgateway-ring 1\nmember a:9091 1\nmember b:9091 2\nleaving c:9091", "pushgateway-ring 1"));
	}

}
