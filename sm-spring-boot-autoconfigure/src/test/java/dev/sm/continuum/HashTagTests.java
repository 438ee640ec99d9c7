package dev.sm.continuum;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HashTagTests {

	@ParameterizedTest
	@CsvSource({ "{user1000}.following,user1000", "foo{}{bar},foo{}{bar}", "foo{{bar}}zap,{bar", "foo{bar}{zap},bar",
			"{bar,{bar", "a}b{c},c", "{},{}", "ключ{å}x,å", "'',''" })
	void partBetweenFirstPairIsHashed(String key, String hashed) {
		KeyHash hash = KeyHash.named("weighted", null);
		byte[] part = hashed.getBytes(StandardCharsets.UTF_8);
		assertThat(HashTag.parse("{}").hash(hash, key.getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(hash.hash(part, 0, part.length));
	}

	@ParameterizedTest
	@CsvSource({ "a$b$c,b", "a$b,a$b", "$$x,$$x" })
	void oneCharacterMayBeBoth(String key, String hashed) {
		KeyHash hash = KeyHash.named("weighted", null);
		byte[] part = hashed.getBytes(StandardCharsets.UTF_8);
		assertThat(HashTag.parse("$$").hash(hash, key.getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(hash.hash(part, 0, part.length));
	}

}
