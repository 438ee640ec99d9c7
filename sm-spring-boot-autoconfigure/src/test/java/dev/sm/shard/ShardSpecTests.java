package dev.sm.shard;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShardSpecTests {

	@Test
	void taskIsMeasuredInBytes() {
		String longest = "\u00e9".repeat(ShardSpec.MAX_TASK_BYTES / 2);
		assertThat(ShardSpec.builder("s").task(longest).build().task()).isEqualTo(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> ShardSpec.builder("s").task(longest + "x").build())
			.withMessageContaining("'task' of shard 's' must have at most 65536")
			.withMessageContaining("65537");
	}

	@ParameterizedTest
	@MethodSource("names")
	void namesHaveAtMost200Characters(String what, UnaryOperator<ShardSpec.Builder> with,
			UnaryOperator<ShardSpec.Builder> tooLong) {
		assertThat(with.apply(ShardSpec.builder("s")).build().id()).isEqualTo("s");
		assertThatIllegalArgumentException().isThrownBy(() -> tooLong.apply(ShardSpec.builder("s")).build())
			.withMessageContaining("'" + what + "' of a shard must be 1 to 200 letters");
	}

	static Stream<Arguments> names() {
		String longest = "x".repeat(200);
		UnaryOperator<ShardSpec.Builder> pin = (spec) -> spec.pin(longest);
		UnaryOperator<ShardSpec.Builder> pins = (spec) -> spec.pin(longest + "x");
		UnaryOperator<ShardSpec.Builder> group = (spec) -> spec.group(longest);
		UnaryOperator<ShardSpec.Builder> groups = (spec) -> spec.group(longest + "x");
		UnaryOperator<ShardSpec.Builder> tag = (spec) -> spec.tags(longest);
		UnaryOperator<ShardSpec.Builder> tags = (spec) -> spec.tags(longest + "x");
		return Stream.of(Arguments.of("pin", pin, pins), Arguments.of("group", group, groups),
				Arguments.of("tags", tag, tags));
	}

	@Test
	void idHasAtMost200Characters() {
		assertThat(ShardSpec.of("x".repeat(200)).id()).hasSize(200);
		assertThatIllegalArgumentException().isThrownBy(() -> ShardSpec.of("x".repeat(201)))
			.withMessageContaining("'id' of a shard must be 1 to 200 letters");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, 1_000_000.1, Double.NaN, Double.POSITIVE_INFINITY })
	void weightHasARange(double weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> ShardSpec.builder("s").weight(weight).build())
			.withMessageContaining("must be more than 0 and at most 1000000");
	}

}
