package dev.sm.cache.json;

import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheCodecException;
import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values that somebody else has written to a node: garbage, and what would make objects
 * of types that are not trusted.
 */
public class TypedJsonFuzzTests {

	private static final Set<Class<? extends Throwable>> REFUSED = Set.of(CacheCodecException.class);

	private static final CacheCodec TYPED = JsonCacheCodec.typed(JsonMapper.builder().build(), List.of("dev.sm.shard"));

	private static final CacheCodec PLAIN = new JsonCacheCodec(JsonMapper.builder().build());

	@TestFactory
	Stream<DynamicTest> values() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		return List.of(
				FuzzTarget.bytes("typed JSON", REFUSED, (bytes) -> TYPED.decode(bytes, Object.class),
						bytes("[\"java.util.ArrayList\",[1,\"a\",[\"java.math.BigDecimal\",\"1.5\"]]]"),
						bytes("[\"java.util.LinkedHashMap\",{\"a\":[\"java.time.Duration\",\"PT1S\"]}]"),
						bytes("[\"javax.script.ScriptEngineManager\",{}]")),
				FuzzTarget.bytes("JSON", REFUSED, (bytes) -> PLAIN.decode(bytes, Sample.class),
						bytes("{\"a\":1,\"b\":[\"x\",\"y\"],\"c\":{\"k\":1.5}}")));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** What has served to attack readers of objects. */
	@ParameterizedTest
	@ValueSource(strings = { "javax.script.ScriptEngineManager", "java.net.URL", "java.io.File",
			"java.lang.ProcessBuilder", "javax.naming.InitialContext", "com.zaxxer.hikari.HikariConfig",
			"org.springframework.context.support.ClassPathXmlApplicationContext", "java.util.ServiceLoader",
			"java.rmi.server.UnicastRemoteObject", "java.lang.Thread", "java.lang.Class", "dev.sm.shardy.Other" })
	void noObjectIsMadeOfATypeThatIsNotTrusted(String type) {
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> TYPED.decode(bytes("[\"" + type + "\",{}]"), Object.class))
			.withMessageContaining("not trusted");
	}

	@Test
	void objectsThatJavaHasWrittenAreNotRead() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(new Trap());
		}
		for (CacheCodec codec : List.of(TYPED, PLAIN)) {
			assertThatExceptionOfType(CacheCodecException.class)
				.isThrownBy(() -> codec.decode(bytes.toByteArray(), Object.class));
		}
		assertThat(Trap.sprung).isFalse();
	}

	private record Sample(int a, List<String> b, Map<String, Double> c) {

	}

	/** Tells if it is ever read by Java's own means. */
	private static final class Trap implements Serializable {

		private static final long serialVersionUID = 1;

		private static boolean sprung;

		private void readObject(ObjectInputStream in) {
			sprung = true;
		}

	}

}
