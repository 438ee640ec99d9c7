package dev.sm.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Arguments that are refused at once.
 */
class ShardedTemplateArgumentsTests {

	private static final Duration TTL = Duration.ofMinutes(1);

	private static final Pools pools = TestPools.open(TestPools.memory(2));

	private static final ShardedTemplate template = pools.get("p");

	private static final Callable<String> loader = () -> "v";

	static final List<ThrowingCallable> refused = List.of(() -> template.get(null, String.class),
			() -> template.get("k", (Class<String>) null),
			() -> template.get("k", (ParameterizedTypeReference<String>) null),
			() -> template.multiGet(null, String.class),
			() -> template.multiGet(Arrays.asList("a", null), String.class),
			() -> template.multiGet(List.of("a"), (Class<String>) null), () -> template.set(null, "v"),
			() -> template.set("k", null), () -> template.set("k", "v", null),
			() -> template.set("k", "v", Duration.ZERO), () -> template.set("k", "v", Duration.ofNanos(1)),
			() -> template.set("k", "v", Duration.ofSeconds(-1)),
			() -> template.set("k", "v", Duration.ofSeconds(Long.MAX_VALUE)), () -> template.multiSet(null, TTL),
			() -> template.multiSet(Map.of("a", 1), Duration.ZERO), () -> template.setIfAbsent(null, "v", TTL),
			() -> template.setIfAbsent("k", null, TTL), () -> template.delete(null), () -> template.multiDelete(null),
			() -> template.multiDelete(Arrays.asList("a", null)), () -> template.increment(null, 1),
			() -> template.expire("k", null), () -> template.expire("k", Duration.ZERO),
			() -> template.expire(null, TTL), () -> template.getOrLoad(null, String.class, TTL, loader),
			() -> template.getOrLoad("k", (Class<String>) null, TTL, loader),
			() -> template.getOrLoad("k", String.class, null, loader),
			() -> template.getOrLoad("k", String.class, TTL, null), () -> template.scan(null),
			() -> template.execute(null, (key, operations) -> key), () -> template.execute("k", null),
			() -> template.fencedBy(null), () -> template.nodeFor(null), () -> template.explain(null),
			() -> template.async().get(null, String.class), () -> template.async().set("k", null),
			() -> template.async().multiGet(Arrays.asList("a", null), String.class),
			() -> template.async().getOrLoad("k", String.class, TTL, null));

	@AfterEach
	void nothingWasWritten() {
		try (var keys = template.scan("")) {
			assertThat(keys).isEmpty();
		}
	}

	@ParameterizedTest
	@FieldSource("refused")
	void isRefused(ThrowingCallable call) {
		assertThatIllegalArgumentException().isThrownBy(call);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sm:node", "sm:fence:orders/1", "sm:lease:k" })
	void keysOfNodesAreRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> template.set(key, "v")).withMessageContaining(key);
	}

}
