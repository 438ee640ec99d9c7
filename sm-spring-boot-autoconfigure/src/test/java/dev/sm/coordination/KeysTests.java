package dev.sm.coordination;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeysTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a", "a/b", "/a/", "/a//b", "//a", "/a/./b", "/..", "/a\n", "/a\u007f", "/\ud83d",
			"/\ude00", "/\ude00\ud83d" })
	void malformedKeyIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> Keys.check(key)).withMessageContaining("key '" + key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "/a/b", "/.a/b..", "/a b", "/\ud83d\ude00", "/a:b@c" })
	void wellFormedKeyIsReturned(String key) {
		assertThat(Keys.check(key)).isSameAs(key);
	}

	@Test
	void longestKeyIsMeasuredInBytes() {
		assertThat(Keys.check("/" + "x".repeat(1023))).hasSize(1024);
		assertThatIllegalArgumentException().isThrownBy(() -> Keys.check("/" + "\u00e9".repeat(512)))
			.withMessageContaining("1024")
			.withMessageContaining("1025");
	}

	@Test
	void prefixCoversWholeSegments() {
		assertThat(Keys.covers("/a/s1", "/a/s1")).isTrue();
		assertThat(Keys.covers("/a/s1", "/a/s1/x")).isTrue();
		assertThat(Keys.covers("/a/s1", "/a/s10")).isFalse();
		assertThat(Keys.covers("/a/s1", "/a")).isFalse();
	}

	@Test
	void childIsOneSegment() {
		assertThat(Keys.child("/a", "b")).isEqualTo("/a/b");
		assertThatIllegalArgumentException().isThrownBy(() -> Keys.child("/a", "b/c"));
		assertThatIllegalArgumentException().isThrownBy(() -> Keys.child("/a", ""));
	}

	@Test
	void largestValueIsMeasuredInBytes() {
		String value = "\u00e9".repeat(Keys.MAX_VALUE_BYTES / 2);
		assertThat(new Operation.Put("/k", value, null).value()).isEqualTo(value);
		assertThatIllegalArgumentException().isThrownBy(() -> new Operation.Put("/k", value + "x", null))
			.withMessageContaining("'/k'")
			.withMessageContaining("262145");
	}

	@Test
	void valueIsWellFormedText() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Operation.Put("/k", "a\ud83d", null))
			.withMessageContaining("'/k'");
	}

}
