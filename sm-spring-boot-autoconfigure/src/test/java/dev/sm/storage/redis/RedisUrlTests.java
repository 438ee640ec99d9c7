package dev.sm.storage.redis;

import java.time.Duration;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisUrlTests {

	@Test
	void hostIsEnough() {
		assertThat(url("redis://cache")).isEqualTo(new RedisUrl("cache", 6379, 0, null, null, false));
	}

	@Test
	void everythingCanBeSaid() {
		assertThat(url("rediss://me:p%40ss+w%2F@cache.example:7000/3"))
			.isEqualTo(new RedisUrl("cache.example", 7000, 3, "me", "p@ss+w/", true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://:secret@cache", "redis://secret@cache" })
	void passwordNeedsNoUser(String url) {
		assertThat(url(url)).isEqualTo(new RedisUrl("cache", 6379, 0, null, "secret", false));
	}

	@Test
	void addressMayBeOfVersionSix() {
		assertThat(url("redis://[::1]:7000").host()).isEqualTo("::1");
	}

	@Test
	void configuredCredentialsGoBeforeThoseOfTheUrl() {
		RedisUrl url = RedisUrl
			.of(new NodeConfig("n1", "redis://me:mine@cache", "you", "yours", Duration.ofSeconds(1), null));
		assertThat(url).isEqualTo(new RedisUrl("cache", 6379, 0, "you", "yours", false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis:", "redis://", "redis:///3", "http://:hidden@cache", "redis://:hidden@cache/x",
			"redis://:hidden@cache?timeout=1s", "redis://:hid#den@cache", "redis://:hid den@cache",
			"redis://:hidden%2@cache", "redis://:hidden%zz@cache", "redis://u:hidden@a_b@cache",
			"redis://:hidden@cache:99999999999", "redis://:hidden@cache:70000", "" })
	void badUrlIsRefusedWithoutShowingIt(String url) {
		assertThatExceptionOfType(InvalidNodeException.class).isThrownBy(() -> url(url))
			.withMessageContaining("node 'n1'")
			.withMessageContaining("must be redis://")
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("hid").doesNotContain("den"))
			.withNoCause();
	}

	@Test
	void textTellsNoSecret() {
		assertThat(url("redis://me:secret@cache").toString()).doesNotContain("secret").contains("cache");
	}

	private static RedisUrl url(String url) {
		return RedisUrl.of(new NodeConfig("n1", url, null, null, Duration.ofSeconds(1), null));
	}

}
